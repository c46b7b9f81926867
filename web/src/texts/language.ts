import { storage } from "@/lib/storage";

/** The languages of the interface, by their own names. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "ollamanet.language";
const isLanguage = (code: string | null | undefined): code is Language => code != null && code in LANGUAGES;

function pick(): Language {
  const chosen = storage.get(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

export const language = pick();
/** For Intl: the digits of the sentences and of what is typed, whatever the language would take. */
export const locale = `${language}-u-nu-latn`;
document.documentElement.lang = language;
document.documentElement.dir = LANGUAGES[language].direction;

/** Sentences are read where modules begin, so another language means another page. */
export function chooseLanguage(next: Language) {
  storage.set(KEY, next);
  location.reload();
}

const catalogues = import.meta.glob("./*/*.ts");

/** The sentences of one part of the interface, in the language of the page; the other languages are not fetched. */
export async function catalogue<T>(name: string): Promise<T> {
  const load = catalogues[`./${language}/${name}.ts`] ?? catalogues[`./en/${name}.ts`];
  return (await load?.()) as T;
}
