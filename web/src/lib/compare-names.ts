import { locale } from "@/texts/language";

/** Names in the order of the language of the page, with 2 before 10. */
export const compareNames = new Intl.Collator(locale, { numeric: true }).compare;
