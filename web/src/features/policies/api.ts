import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { compareNames } from "@/lib/compare-names";
import { api } from "@/lib/http";

export type Alias = { name: string; targets: string[]; previous?: string[] | null };
export type ModelPolicy = { model: string; localOnly: boolean; hidden: boolean };

const ALIASES = "/admin/model-aliases";
const POLICIES = "/admin/model-policies";

export const aliasesQuery = queryOptions({
  queryKey: ["admin", "aliases"],
  queryFn: ({ signal }) => api<{ items: Alias[] }>(ALIASES, { signal }),
  select: ({ items }) => items,
});

export const policiesQuery = queryOptions({
  queryKey: ["admin", "policies"],
  queryFn: ({ signal }) => api<{ items: ModelPolicy[] }>(POLICIES, { signal }),
  select: ({ items }) => items,
});

/** What the nodes have, hidden models too, which the catalogue leaves out. */
export const servedQuery = queryOptions({
  queryKey: ["admin", "nodes", "served"],
  queryFn: ({ signal }) =>
    api<{ items: { dataLeavesSite: boolean; models: { name: string }[] }[] }>("/admin/nodes", { signal }),
  select: ({ items }) =>
    [...new Set(items.flatMap((node) => node.models.map((model) => model.name)))].sort(compareNames),
});

export function useAliasChanges() {
  const queries = useQueryClient();
  const onSettled = () => {
    void queries.invalidateQueries({ queryKey: ["models"] });
    return queries.invalidateQueries({ queryKey: aliasesQuery.queryKey });
  };
  return {
    put: useMutation({
      mutationFn: ({ name, targets }: Alias) => api(ALIASES, { method: "PUT", body: { name, targets } }),
      onSettled,
    }),
    rollBack: useMutation({
      mutationFn: (name: string) => api(`${ALIASES}/rollbacks`, { method: "POST", body: { name } }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (name: string) => api(ALIASES, { method: "DELETE", query: { name } }),
      onSettled,
    }),
  };
}

/** Shows the switch as it was put, and takes it back when the server refuses. */
export function usePutPolicy() {
  const queries = useQueryClient();
  const { queryKey } = policiesQuery;
  return useMutation({
    mutationFn: (policy: ModelPolicy) => api(POLICIES, { method: "PUT", body: policy }),
    onMutate: async (policy) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      const others = before?.items.filter((item) => item.model !== policy.model) ?? [];
      queries.setQueryData(queryKey, { items: [...others, policy] });
      return before;
    },
    onError: (_, __, before) => before && queries.setQueryData(queryKey, before),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["models"] });
      return queries.invalidateQueries({ queryKey });
    },
  });
}

export type UserPolicy = { userId: string; localOnly: boolean };

export const userPoliciesQuery = queryOptions({
  queryKey: ["admin", "user-policies"],
  queryFn: ({ signal }) => api<{ items: UserPolicy[] }>("/admin/user-policies", { signal }),
  select: ({ items }) => items.filter((policy) => policy.localOnly),
});

const YEAR = 365 * 86_400_000;

/** Users by what they used: whoever never asked a model has nothing to be kept on site. */
export const activeUsersQuery = queryOptions({
  queryKey: ["admin", "active-users"],
  queryFn: ({ signal }) =>
    api<{ items: { user: string; name?: string | null }[] }>("/admin/usage", {
      query: { by: "user", from: new Date(Date.now() - YEAR).toISOString() },
      signal,
    }),
  select: ({ items }) =>
    items.map(({ user, name }) => ({ id: user, name: name ?? user })).sort((a, b) => compareNames(a.name, b.name)),
});

export function usePutUserPolicy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (policy: UserPolicy) => api("/admin/user-policies", { method: "PUT", body: policy }),
    onSettled: () => queries.invalidateQueries({ queryKey: userPoliciesQuery.queryKey }),
  });
}
