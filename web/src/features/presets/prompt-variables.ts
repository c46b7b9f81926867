/** The variables of a system prompt; the server fills them, this shows how that will look. */
export const VARIABLES = ["date", "time", "weekday", "user", "model", "language"] as const;
export type Variable = (typeof VARIABLES)[number];

const PATTERN = /\{\{\s*([^{}]*?)\s*\}\}/g;
const isVariable = (name: string): name is Variable => VARIABLES.includes(name as Variable);

/** What stands in double braces and is no variable, once each. */
export const unknownVariables = (text: string): string[] => [
  ...new Set([...text.matchAll(PATTERN)].map((m) => m[1] ?? "").filter((name) => !isVariable(name.toLowerCase()))),
];

export const fillVariables = (text: string, values: Record<Variable, string>): string =>
  text.replace(PATTERN, (whole, name: string) => {
    const known = name.toLowerCase();
    return isVariable(known) ? values[known] : whole;
  });

/** As the server would fill them now. */
export function variableValues(userName: string, model: string | null, now = new Date()): Record<Variable, string> {
  const two = (value: number) => String(value).padStart(2, "0");
  const offset = -now.getTimezoneOffset();
  const zone =
    offset === 0
      ? "UTC"
      : `UTC${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const names = (type: "language", tag: string) => {
    try {
      return new Intl.DisplayNames("en", { type }).of(tag.split("-")[0] ?? tag) ?? tag;
    } catch {
      return tag;
    }
  };
  return {
    date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
    time: `${two(now.getHours())}:${two(now.getMinutes())} ${zone}`,
    weekday: now.toLocaleDateString("en", { weekday: "long" }),
    user: userName,
    model: model ?? "…",
    language: names("language", navigator.language),
  };
}
