import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type KeyLimits = {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  concurrentStreams: number | null;
};
export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  models: string[] | null;
  expiresAt: string | null;
  limits: KeyLimits | null;
  createdAt: string;
  lastUsedAt: string | null;
};
export type OwnedKey = ApiKey & { ownerId?: string; ownerName?: string | null };
export type NewKey = ApiKey & { key: string };
/** `expiresAt` left out of a change: it stays. */
export type KeyBody = Pick<ApiKey, "name" | "models" | "limits"> & { expiresAt?: string | null };

const PAGE = 100;

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => api<{ items: ApiKey[] }>("/keys", { signal }),
  select: ({ items }) => items,
  staleTime: 0,
});

export const allKeysQuery = infiniteQueryOptions({
  queryKey: ["admin", "keys"],
  queryFn: ({ signal, pageParam }) =>
    api<Page<OwnedKey>>("/admin/keys", { query: { limit: PAGE, after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  select: ({ pages }) => pages.flatMap((page) => page.items),
  staleTime: 0,
});

/** The names a key can be limited to. */
export const modelNamesQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<{ items: { name: string }[] }>("/models", { signal }),
  select: ({ items }) => items.map((model) => model.name),
  staleTime: 60_000,
});

type Listed = { name: string; capabilities?: string[]; demo?: boolean };

/** One to show how a key is used. */
export const exampleModelQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<{ items: Listed[] }>("/models", { signal }),
  select: ({ items }) => {
    const chats = items.filter((model) => model.capabilities?.includes("completion"));
    return (chats.find((model) => !model.demo) ?? chats[0] ?? items[0])?.name;
  },
  staleTime: 60_000,
});

const path = (id: string) => `/keys/${encodeURIComponent(id)}`;

export function useKeyChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: keysQuery.queryKey });
  return {
    create: useMutation({
      mutationFn: (body: KeyBody & { scopes: string[] }) => api<NewKey>("/keys", { method: "POST", body }),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: KeyBody & { id: string }) => api<ApiKey>(path(id), { method: "PATCH", body }),
      onSettled,
    }),
    revoke: useMutation({ mutationFn: (id: string) => api(path(id), { method: "DELETE" }), onSettled }),
  };
}

export function useRevokeAnyKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/admin/keys/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: allKeysQuery.queryKey }),
  });
}
