import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";
import { jobsQuery, type Target } from "../api";

export type OnNode = { id: string; name: string; size: number | null; digest: string | null; loaded: boolean };
export type Installed = { name: string; parameterSize: string | null; quantization: string | null; nodes: OnNode[] };
export type Usage = { requests: number; users: number; aliases: string[]; nodes: number };
export type Recipe = {
  name: string;
  from: string;
  system: string | null;
  template: string | null;
  parameters: Record<string, unknown>;
  adapters: Record<string, string>;
  nodeIds: string[];
};

const INSTALLED = "/admin/installed-models";
const ALIASES = "/admin/model-aliases";

export const installedQuery = queryOptions({
  queryKey: ["admin", "nodes", "installed"],
  queryFn: ({ signal }) => api<{ items: Installed[]; nodes: Target[] }>(INSTALLED, { signal }),
  staleTime: 0,
});

export const usageQuery = (model: string) =>
  queryOptions({
    queryKey: ["admin", "installed-usage", model],
    queryFn: ({ signal }) => api<Usage>(`${INSTALLED}/usage`, { query: { model }, signal }),
    staleTime: 0,
  });

export const aliasNamesQuery = queryOptions({
  queryKey: ["admin", "aliases", "names"],
  queryFn: ({ signal }) => api<{ items: { name: string }[] }>(ALIASES, { signal }),
  select: ({ items }) => items.map(({ name }) => name),
});

type On = { model: string; nodeIds: string[] };

/** One node after the other: the first that refuses says why, and those before it are done. */
const each = async (ids: string[], work: (nodeId: string) => Promise<unknown>) => {
  for (const id of ids) await work(id);
};

export function useInstalledChanges() {
  const queries = useQueryClient();
  const onSettled = () => {
    void queries.invalidateQueries({ queryKey: ["models"] });
    void queries.invalidateQueries({ queryKey: ["admin", "aliases"] });
    void queries.invalidateQueries({ queryKey: jobsQuery.queryKey });
    return queries.invalidateQueries({ queryKey: ["admin", "nodes"] });
  };
  return {
    load: useMutation({
      mutationFn: ({ model, nodeIds, loaded }: On & { loaded: boolean }) =>
        each(nodeIds, (nodeId) => api(`${INSTALLED}/loaded`, { method: "PUT", body: { nodeId, model, loaded } })),
      onSettled,
    }),
    copy: useMutation({
      mutationFn: ({ model, nodeIds, destination }: On & { destination: string }) =>
        each(nodeIds, (nodeId) =>
          api(`${INSTALLED}/copies`, { method: "POST", body: { nodeId, source: model, destination } }),
        ),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ model, nodeIds }: On) =>
        each(nodeIds, (nodeId) => api(INSTALLED, { method: "DELETE", query: { model, nodeId } })),
      onSettled,
    }),
    create: useMutation({
      mutationFn: (body: Recipe) => api(INSTALLED, { method: "POST", body }),
      onSettled,
    }),
    promote: useMutation({
      mutationFn: (body: { name: string; model: string }) => api(`${ALIASES}/promotions`, { method: "POST", body }),
      onSettled,
    }),
  };
}
