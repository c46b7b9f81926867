import type { jobs as english } from "../en/jobs";
import { counted, named } from "./counted";

export const jobs: typeof english = {
  title: "عمليات التثبيت",
  hint: "نماذج في طريقها إلى العُقد. تستمر حين تغادر هذه الصفحة وحين يُعاد تشغيل الخادم.",
  install: "تثبيت نموذج",
  installTitle: "تثبيت نموذج",
  model: "النموذج",
  modelHint:
    "كما يسمّيه Ollama: ‏\u2068llama3.2:3b\u2069 أو \u2068hf.co/someone/model:Q4_K_M\u2069. النموذج الموجود يُحدَّث.",
  nodes: "على هذه العُقد",
  nodesNone: "اختر عقدة واحدة على الأقل.",
  noNodes: "لا توجد عقدة Ollama بعد. أضف واحدة في قسم العُقد.",
  away: "لا يمكن الوصول إليها الآن: ستنتظر العملية حتى تعود.",
  start: "تثبيت",
  started: (model) => `يجري تثبيت ${named(model)}.`,
  empty: "لم يُثبَّت شيء بعد",
  emptyHint: "ثبّت نموذجًا وتابع هنا تقدّم كل عقدة.",
  states: { queued: "في الانتظار", running: "قيد التنفيذ", done: "تم", failed: "فشل", cancelled: "أُلغي" },
  create: "أُنشئ",
  on: (node) => `على ${named(node)}`,
  waits: "تنتظر دورها.",
  again: "ستُعاد المحاولة بعد قليل.",
  begins: "تبدأ …",
  ending: "يجري الإلغاء …",
  of: (done, total) => `${done} من ${total}`,
  rate: (bytes) => `${bytes}/ث`,
  left: (time) => `بقي ${time}`,
  progress: (model, node) => `${named(model)} على ${named(node)}`,
  files: (count) => counted(count, "ملف واحد", "ملفان", "ملفات", "ملفًا", "ملف"),
  changed: "إصدار أحدث",
  unchanged: "كان محدَّثًا",
  cancel: "إلغاء",
  cancelOf: (model, node) => `إلغاء: ${named(model)} على ${named(node)}`,
  retry: "إعادة المحاولة",
  retryOf: (model, node) => `إعادة المحاولة: ${named(model)} على ${named(node)}`,
  forget: (model, node) => `نسيان: ${named(model)} على ${named(node)}`,
  errors: {
    "disk-full": (node) => `قرص ${named(node)} ممتلئ. احذف نماذج منه ثم أعد المحاولة.`,
    "model-not-found": (_, model) => `لا يوجد نموذج باسم ${named(model)}. تحقّق من الاسم والوسم.`,
    "registry-denied": (node, model) =>
      `لا يعطي السجلّ ${named(node)} النموذج ${named(model)}: قد يكون خاصًا، أو يجب قبول رخصته أولًا.`,
    "registry-unreachable": (node) => `لا تصل ${named(node)} إلى السجلّ.`,
    "node-too-old": (node, model) =>
      `يحتاج ${named(model)} إلى إصدار من Ollama أحدث مما على ${named(node)}. حدّثه ثم أعد المحاولة.`,
    "node-gone": (node) => `أُزيلت ${named(node)}، أو أنها لا تثبّت نماذج.`,
    "node-unreachable": (node) => `تعذّر الوصول إلى ${named(node)} أو انقطع الاتصال بها عدة مرات.`,
    "node-denied": (node) => `لا تقبل ${named(node)} مفتاحنا. عيّن المفتاح الصحيح في قسم العُقد.`,
    "model-missing": (node, model) =>
      `قالت ${named(node)} إنها انتهت، لكن ${named(model)} ليس عليها. قد يوضّح سجلّها السبب.`,
    interrupted: () => "توقف الخادم أثناء العملية عدة مرات. أعد المحاولة.",
  },
};
