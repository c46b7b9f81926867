import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";
import type { ManagedFilter } from "../address";
import type { ModelNode, Parameters, TagOnModel } from "../api";

export type ModelFacts = {
  displayName: string | null;
  description: string | null;
  publisher: string | null;
  licence: string | null;
  family: string | null;
  parameterSize: string | null;
  quantization: string | null;
  contextLength: number | null;
  capabilities: string[] | null;
  size: number | null;
  languages: string[] | null;
  releasedOn: string | null;
  parameters: Parameters | null;
};
export type ManagedModel = {
  id: string;
  name: string;
  engine: ModelFacts;
  edited: ModelFacts;
  aliasOf: string[] | null;
  demo: boolean;
  featured: boolean;
  pictureId: string | null;
  tags: TagOnModel[];
  addedAt: string;
  goneAt: string | null;
  version: number;
  nodes: ModelNode[];
};
export type Tag = TagOnModel & { createdAt: string; models: number };

const MODELS = "/admin/models";
const TAGS = "/admin/tags";
const PAGE = 100;

export const managedQuery = (filter: ManagedFilter) =>
  infiniteQueryOptions({
    queryKey: ["admin", "catalogue", "models", filter],
    queryFn: ({ signal, pageParam }) =>
      api<Page<ManagedModel>>(MODELS, { query: { ...filter, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const tagsQuery = queryOptions({
  queryKey: ["admin", "catalogue", "tags"],
  queryFn: ({ signal }) => api<Page<Tag>>(TAGS, { signal }),
  select: (page) => page.items,
});

export function useCatalogueChanges() {
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([["admin", "catalogue"], ["models"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
  return {
    refresh: onSettled,
    edit: useMutation({
      mutationFn: ({ model, ...body }: { model: ManagedModel; edited: ModelFacts; featured: boolean }) =>
        api(`${MODELS}/${model.id}`, { method: "PATCH", body, headers: { "if-match": `"${model.version}"` } }),
      onSettled,
    }),
    assign: useMutation({
      mutationFn: (body: { models: string[]; add: string[]; remove: string[] }) =>
        api(`${TAGS}/assign`, { method: "POST", body }),
      onSettled,
    }),
    saveTag: useMutation({
      mutationFn: ({ id, ...body }: { id: string | null; name: string; colour: string | null }) =>
        api<Tag>(id ? `${TAGS}/${id}` : TAGS, { method: id ? "PATCH" : "POST", body }),
      onSettled,
    }),
    mergeTag: useMutation({
      mutationFn: ({ id, into }: { id: string; into: string }) =>
        api(`${TAGS}/${id}/merge`, { method: "POST", body: { into } }),
      onSettled,
    }),
    deleteTag: useMutation({ mutationFn: (id: string) => api(`${TAGS}/${id}`, { method: "DELETE" }), onSettled }),
  };
}
