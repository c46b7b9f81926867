import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type Share = {
  id: string;
  conversationId: string;
  title: string;
  requiresSignIn: boolean;
  expiresAt: string | null;
  views: number;
  createdAt: string;
};
/** `url` holds the secret: it is said once. `omitted`: how many of the oldest messages are not in it. */
export type NewShare = Share & { url: string; omitted: number };
export type ShareBody = {
  conversationId: string;
  expiresAt: string | null;
  requiresSignIn: boolean;
  includeThinking: boolean;
  showName: boolean;
};
export type SharedPart = {
  type: "text" | "reasoning" | "file" | "source-url";
  text?: string;
  mediaType?: string;
  /** A `data:` URL; of a source, its address. */
  url?: string;
  /** Of a file. */
  name?: string;
  /** Of a source. */
  sourceId?: string;
  title?: string;
};
export type SharedMessage = {
  role: "user" | "assistant";
  parts: SharedPart[];
  model: string | null;
  createdAt: string;
};
export type Shared = {
  title: string;
  author: string | null;
  sharedAt: string;
  expiresAt: string | null;
  messages: SharedMessage[];
  omitted: number;
};

const PAGE = 50;

export const sharesQuery = infiniteQueryOptions({
  queryKey: ["shares"],
  queryFn: ({ signal, pageParam }) => api<Page<Share>>("/shares", { query: { limit: PAGE, after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  select: ({ pages }) => pages.flatMap((page) => page.items),
  staleTime: 0,
});

const shared = (token: string) => `/shared/${encodeURIComponent(token)}`;

export const sharedQuery = (token: string) =>
  queryOptions({
    queryKey: ["shared", token],
    queryFn: ({ signal }) => api<Shared>(shared(token), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useShareChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: sharesQuery.queryKey });
  return {
    create: useMutation({
      mutationFn: (body: ShareBody) => api<NewShare>("/shares", { method: "POST", body }),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (id: string) => api(`/shares/${encodeURIComponent(id)}`, { method: "DELETE" }),
      onSettled,
    }),
  };
}

export function useContinueShared() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => api<{ id: string }>(`${shared(token)}/continue`, { method: "POST" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["conversations"] }),
  });
}
