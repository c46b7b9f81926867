import { storage } from "@/lib/storage";

/** The languages of the interface, by their own names. */
export const LANGUAGES = { en: { name: "English", direction: "ltr" } } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "ollamanet.language";
const isLanguage = (code: string | null | undefined): code is Language => code != null && code in LANGUAGES;

function pick(): Language {
  const chosen = storage.get(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

export const language = pick();
document.documentElement.lang = language;
document.documentElement.dir = LANGUAGES[language].direction;

/** Sentences are read where modules begin, so another language means another page. */
export function chooseLanguage(next: Language) {
  storage.set(KEY, next);
  location.reload();
}

/** One catalogue in the language of the page; the others are not fetched. */
export const catalogue = <T>(catalogues: Record<Language, () => Promise<T>>): Promise<T> => catalogues[language]();
