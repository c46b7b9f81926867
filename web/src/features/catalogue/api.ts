import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";
import type { Filter } from "./address";

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

const PAGE = 48;

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
