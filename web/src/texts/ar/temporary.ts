import type { temporary as english } from "../en/temporary";

export const temporary: typeof english = {
  title: "محادثة مؤقتة",
  greeting: "بلا أثر محفوظ",
  hint: "لا يُخزَّن شيء من هذه المحادثة، لا هنا ولا على الخادم. تزول عند مغادرة هذه الصفحة أو إعادة تحميلها. ويُحتسب ما تستهلكه ضمن استخدامك.",
  mark: "غير مخزّنة",
  placeholder: "اسأل عن أي شيء؛ لن يُحفظ",
  cut: "انقطع الاتصال قبل اكتمال الإجابة.",
  leaveTitle: "مغادرة هذه المحادثة؟",
  leaveHint: "لم تُخزَّن. سيزول كل ما فيها.",
  leave: "مغادرة",
};
