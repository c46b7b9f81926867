import type { context as english } from "../en/context";
import { counted, named } from "./counted";

/** The panel of the model's window. */
export const context: typeof english = {
  title: "ما يراه النموذج",
  used: (used, room) => `${used} من ${counted(room, "رمز واحد", "رمزين", "رموز", "رمزًا", "رمز")}`,
  estimate: "تقدير: لا يعدّ هذا المحرّك الرموز مسبقًا.",
  exact: "عدّها المحرّك نفسه.",
  reserve: (tokens, whole) => `سعة النافذة بالرموز: ${whole}، منها ${tokens} محجوزة للإجابة.`,
  parts: {
    system: "تعليمات النظام",
    folder: "تعليمات المجلد",
    pinned: "الرسائل المثبّتة",
    summary: "الملخص",
    passages: "مقاطع أقدم",
    messages: "أحدث الرسائل",
  } as Record<string, string>,
  count: (name, count) => `${name} (${count})`,
  allIn: "كل رسائل هذه المحادثة تصل إلى النموذج.",
  omitted: (count) =>
    count === 1
      ? "لم تعد أقدم رسالة تتسع."
      : `لم تعد تتسع أقدم ${counted(count, "رسالة", "رسالتين", "رسائل", "رسالة")}.`,
  allTold: "الملخص يخبر النموذج بها.",
  partlyTold: (count) => `الملخص يخبر النموذج بـ${count} منها.`,
  untold: "النموذج لا يعرفها.",
  tooFull: "المطلوب إرساله أكثر مما يتسع. ألغِ تثبيت بعض الرسائل، أو اختر نموذجًا سياقه أطول.",
  summary: "الملخص",
  summaryEmpty: "يكتبه النموذج حين تتجاوز المحادثة نافذته.",
  byModel: (model) => `كتبه ${named(model)}`,
  byYou: "عدّلته أنت: تبقى كلماتك كما هي، وتُضاف اللاحقة بعدها.",
  outdated: "تغيّرت بعدها رسالة يذكرها هذا النص. صحّحه، أو انسه ليُكتب من جديد.",
  edit: "تعديل",
  reset: "نسيان",
  resetTitle: "نسيان هذا الملخص؟",
  resetHint: "يكتب النموذج ملخصًا جديدًا بعد إجابته التالية. أما الرسائل نفسها فتبقى.",
  label: "ملخص الرسائل الأقدم",
  pinned: "الرسائل المثبّتة",
  pinnedEmpty: "الرسالة المثبّتة تصل إلى النموذج مع كل سؤال. ثبّت رسالة من إجراءاتها.",
  you: "أنت",
  answer: "الإجابة",
  unpin: (excerpt) => `إلغاء تثبيت «${named(excerpt)}»`,
};
