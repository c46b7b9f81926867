/*
 * What the addresses of these pages say. Apart from the rest: routes read it before anything else is loaded, and what they
 * import is in the first script of every page.
 */
/** What is shown of all models. */
export type Filter = {
  q?: string | undefined;
  sort?: string | undefined;
  tag?: string[] | undefined;
  capability?: string[] | undefined;
  family?: string[] | undefined;
  size?: string[] | undefined;
  context?: string | undefined;
};
export const LISTS = ["tag", "capability", "family", "size"] as const;
export const SORTS = ["popular", "new", "fast", "small", "name"] as const;
const MOST = 20;

/** What of an address is a filter; anything else in it is left out. */
export function filterOf(search: Record<string, unknown>): Filter {
  const texts = (value: unknown) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one) => String(one).slice(0, 200));
  const filter: Filter = {};
  for (const name of LISTS) {
    const values = texts(search[name]).filter(Boolean).slice(0, MOST);
    if (values.length > 0) filter[name] = values;
  }
  const q = texts(search.q)[0];
  if (q) filter.q = q;
  const sort = SORTS.find((one) => one === search.sort);
  if (sort) filter.sort = sort;
  const context = Number(search.context);
  if (Number.isInteger(context) && context > 0 && context <= 100_000_000) filter.context = String(context);
  return filter;
}

/** Parts of the page of a model. */
export const TABS = ["about", "parameters", "template", "licence", "versions", "nodes"] as const;
export type Tab = (typeof TABS)[number];

/** What administrators are shown. */
export type ManagedFilter = { text?: string | undefined; tag?: string | undefined; state?: string | undefined };
export const MANAGED_FILTERS = ["text", "tag", "state"] as const satisfies (keyof ManagedFilter)[];
