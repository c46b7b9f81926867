import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Conversation } from "@/features/chat/api";
import { api, type Page } from "@/lib/http";

export type Hit = {
  kind: "conversation" | "message" | "note";
  conversationId: string;
  messageId: string | null;
  noteId: string | null;
  role: "user" | "assistant" | null;
  title: string | null;
  archived: boolean;
  snippet: { text: string; hit: boolean }[];
  at: string;
};
export type SearchPage = Page<Hit> & { suggestion: string | null };
type Named = { id: string; name: string };

/** One search as it is typed: the hits of the one before stay until the next are there. */
export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["search", q],
    queryFn: ({ signal, pageParam }) =>
      api<SearchPage>("/search", { query: { q, limit: 20, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // What is asked again may have been answered otherwise a moment ago: somebody writes all the time.
    staleTime: 5_000,
    retry: false,
  });

export const recentQuery = queryOptions({
  queryKey: ["recent"],
  queryFn: ({ signal }) => api<Page<Conversation>>("/conversations", { query: { limit: 6 }, signal }),
  staleTime: 0,
});

const named = (path: string) =>
  queryOptions({
    queryKey: ["filter-values", path],
    queryFn: ({ signal }) => api<Page<Named>>(path, { query: { limit: 200 }, signal }),
    select: (page) => [...new Set(page.items.map((item) => item.name))],
  });

export const folderNamesQuery = named("/folders");
export const tagNamesQuery = named("/tags");
