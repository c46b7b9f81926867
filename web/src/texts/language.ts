import { storage } from "@/lib/storage";

/** The languages of the interface, by their own names. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
  ar: { name: "العربية", direction: "rtl" },
} as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "ollamanet.language";
const ZONE_KEY = "ollamanet.time-zone";
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

/** The zone that the account chose; undefined: that of the device. */
export const timeZone = pickZone();

function pickZone(): string | undefined {
  const chosen = storage.get(ZONE_KEY);
  try {
    return chosen
      ? new Intl.DateTimeFormat("en", { timeZone: chosen }).resolvedOptions().timeZone && chosen
      : undefined;
  } catch {
    // One that this browser does not know.
    return undefined;
  }
}

/** What the account says goes before what this browser had. Sentences are read where modules begin, so something else means another page. */
export function adopt(chosen: { locale?: string | null; timeZone?: string | null }) {
  if (isLanguage(chosen.locale)) storage.set(KEY, chosen.locale);
  storage.set(ZONE_KEY, chosen.timeZone ?? null);
  // Where nothing can be stored, another page would be the same.
  const speaksAnother = isLanguage(chosen.locale) && pick() !== language;
  if (speaksAnother || pickZone() !== timeZone) location.reload();
}

const catalogues = import.meta.glob("./*/*.ts");

/** The sentences of one part of the interface, in the language of the page; the other languages are not fetched. */
export async function catalogue<T>(name: string): Promise<T> {
  const load = catalogues[`./${language}/${name}.ts`] ?? catalogues[`./en/${name}.ts`];
  return (await load?.()) as T;
}
