import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./http";

export type Subject = { kind: "user" | "group"; id: string; name: string };
export type Grant = Subject & { allow: boolean };
export type Grantee = Subject & { detail: string | null };

/** Users and groups to whom something can be granted. */
export const granteesQuery = (text: string) =>
  queryOptions({
    queryKey: ["grantees", text],
    queryFn: ({ signal }) => api<{ items: Grantee[] }>("/grantees", { query: { text }, signal }),
    select: ({ items }) => items,
    enabled: text.length > 0,
    placeholderData: text ? keepPreviousData : undefined,
    staleTime: 10_000,
  });

/** As it is sent: without names. */
export const bodyOf = (grants: readonly Grant[]) => grants.map(({ kind, id, allow }) => ({ kind, id, allow }));
