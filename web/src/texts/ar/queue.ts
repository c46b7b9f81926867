import type { queue as english } from "../en/queue";

/** Questions that wait, and what may be asked next. */
export const queue: typeof english = {
  title: "في انتظار الإرسال",
  hint: "تُرسل واحدة بعد الأخرى، حتى لو أُغلقت هذه الصفحة.",
  edit: "تعديل الرسالة",
  remove: "إزالة الرسالة",
  editing: "رسالة منتظرة",
  save: "حفظ",
  cancel: "إلغاء",
  paused: "الانتظار متوقف مؤقتًا.",
  goOn: "متابعة",
  suggestions: "أسئلة مقترحة",
};
