export const FILTERS = ["folder", "tag", "model", "before", "after", "has"] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filter = { name: FilterName; value: string };

const OPEN = /(^|\s)(folder|tag|model|before|after|has):(?:"([^"]*)|([^\s"]*))$/i;
const WHOLE = /(^|\s)(folder|tag|model|before|after|has):(?:"([^"]+)"|([^\s"]+)(?=\s))\s?/i;

/** The filter that is being written at the end of the text, and the text before it. */
export function openFilter(text: string): { name: FilterName; typed: string; before: string } | null {
  const found = OPEN.exec(text);
  if (!found) return null;
  const name = (found[2] as string).toLowerCase() as FilterName;
  return { name, typed: found[3] ?? found[4] ?? "", before: text.slice(0, found.index) };
}

/** Takes the filters out that are written to their end. */
export function takeFilters(text: string): { filters: Filter[]; rest: string } {
  const filters: Filter[] = [];
  let rest = text;
  for (let found = WHOLE.exec(rest); found; found = WHOLE.exec(rest)) {
    filters.push({ name: (found[2] as string).toLowerCase() as FilterName, value: (found[3] ?? found[4]) as string });
    rest = `${rest.slice(0, found.index)}${found[1]}${rest.slice(found.index + found[0].length)}`;
  }
  return { filters, rest };
}

export const written = ({ name, value }: Filter) => `${name}:${/\s/.test(value) ? `"${value}"` : value}`;

/** What goes to the server: without the filter whose value is not chosen yet. */
export function toQuery(filters: Filter[], text: string): string {
  const open = openFilter(text);
  const words = (open ? open.before : text).trimStart();
  return [...filters.map(written), words].join(" ").trimStart();
}
