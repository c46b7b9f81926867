const rules = new Intl.PluralRules("ar");

/**
 * A number with its noun. One and two are words of their own, three to ten take the plural, eleven to ninety-nine
 * the singular in the accusative, whole hundreds the singular.
 */
export function counted(count: number | string, one: string, two: string, few: string, many: string, other = many) {
  const form = rules.select(typeof count === "number" ? count : readNumber(count));
  if (form === "one") return one;
  if (form === "two") return two;
  return `${count} ${form === "few" ? few : form === "many" ? many : other}`;
}

/** What was written for people: 1,234 is a number, 1.2K only looks like one. */
const readNumber = (written: string) => Number(/^[\d,]+$/.test(written) ? written.replaceAll(",", "") : 100);

/** A name of any script inside a sentence; it keeps its own direction and leaves that of the sentence alone. */
export const named = (name: string | number) => `\u2068${name}\u2069`;
