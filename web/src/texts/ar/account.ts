import type { account as english } from "../en/account";

export const account: typeof english = {
  password: {
    title: "كلمة المرور",
    hint: "كلمة المرور الجديدة تسجّل خروجك من كل مكان آخر. مفاتيح API تبقى صالحة.",
    current: "كلمة المرور الحالية",
    next: "كلمة المرور الجديدة",
    change: "تغيير كلمة المرور",
    changed: "تم تغيير كلمة المرور، وتم تسجيل خروج كل الأجهزة الأخرى.",
  },
  devices: {
    title: "الأجهزة المسجّل دخولها",
    hint: "سجّل خروج ما لا تعرفه ثم غيّر كلمة المرور.",
    unknown: "جهاز غير معروف",
    current: "هذا الجهاز",
    inUse: "قيد الاستخدام الآن",
    lastUsed: (time) => `آخر استخدام: ${time}`,
    since: (time) => `تسجيل الدخول: ${time}`,
    ended: (device) => `تم تسجيل خروج ${device}.`,
    more: "عرض المزيد",
    endOthers: "تسجيل الخروج من كل مكان آخر",
    endOthersTitle: "تسجيل الخروج من كل مكان آخر؟",
    endOthersHint: "سيُطلب من كل متصفح وتطبيق آخر يستخدم حسابك تسجيل الدخول من جديد.",
    othersEnded: "تم تسجيل خروج كل الأجهزة الأخرى.",
  },
};
