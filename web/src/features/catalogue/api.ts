import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type TagOnModel = { id: string; name: string; colour: string | null };
export type ModelCard = {
  name: string;
  displayName: string | null;
  description: string | null;
  publisher: string | null;
  licence: string | null;
  family: string | null;
  parameterSize: string | null;
  quantization: string | null;
  contextLength: number | null;
  size: number | null;
  capabilities: string[];
  languages: string[];
  releasedOn: string | null;
  tags: TagOnModel[];
  pictureId: string | null;
  featured: boolean;
  addedAt: string | null;
  requests: number | null;
  tokensPerSecond: number | null;
  dataLeavesSite: boolean;
  demo: boolean;
  aliasOf: string[] | null;
};
export type FacetValue = { value: string; count: number; colour: string | null };
export type Facets = Record<"tags" | "capabilities" | "families" | "sizes" | "contexts", FacetValue[]>;
export type Findings = Page<ModelCard> & { total: number; facets: Facets };
export type Parameters = {
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  minP: number | null;
  repeatPenalty: number | null;
  contextLength: number | null;
};
export type ModelNode = {
  name: string;
  reachable: boolean;
  loaded: boolean;
  digest: string | null;
  size: number | null;
  dataLeavesSite: boolean;
};
export type ModelDetail = {
  model: ModelCard;
  parameters: Parameters | null;
  licenceText: string | null;
  template: string | null;
  parameterLines: string | null;
  versions: ModelCard[];
  related: ModelCard[];
  nodes: ModelNode[] | null;
};

/** What is shown, as it stands in the address of the page. */
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
const PAGE = 48;
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

export const discoverQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["models", "discover", filter],
    queryFn: ({ signal, pageParam }) =>
      api<Findings>("/models/discover", { query: { ...filter, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const featuredQuery = queryOptions({
  queryKey: ["models", "featured"],
  queryFn: ({ signal }) => api<Findings>("/models/discover", { query: { featured: true, limit: 6 }, signal }),
  select: (found) => found.items,
});

export const detailQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", "detail", name],
    queryFn: ({ signal }) => api<ModelDetail>("/models/detail", { query: { name }, signal }),
    retry: false,
  });

export const shownName = (model: ModelCard) => model.displayName ?? model.name;
export const canChat = (model: ModelCard) => model.capabilities.includes("completion");
