import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";
import type { Conversation } from "../api";

export type Folder = {
  id: string;
  parentId: string | null;
  name: string;
  colour: string | null;
  icon: string | null;
};
export type Tag = { id: string; name: string; colour: string | null };
export type Filter = { folder?: string; tag?: string; pinned?: boolean; archived?: boolean };
/** As much of a list as was asked for; `next` is where the rest begins. */
export type List = { items: Conversation[]; next: string | null };

const PAGE = 100;
export const PINNED: Filter = { pinned: true };
export const TOP: Filter = { folder: "none", pinned: false };
const listKey = (filter: Filter) => ["conversations", filter] as const;
const growing = new Set<string>();

export const listQuery = (filter: Filter) =>
  queryOptions({
    queryKey: listKey(filter),
    queryFn: async ({ client, signal, queryKey }): Promise<List> => {
      const have = client.getQueryData<List>(queryKey);
      if (growing.delete(JSON.stringify(filter)) && have?.next)
        return joined(have, await fetchPage(filter, have.next, signal));
      let list: List = await fetchPage(filter, undefined, signal);
      while (list.next && have && list.items.length < have.items.length)
        list = joined(list, await fetchPage(filter, list.next, signal));
      return list;
    },
  });

/** Reads one page more of a list. */
export async function grow(queries: QueryClient, filter: Filter) {
  growing.add(JSON.stringify(filter));
  await queries.refetchQueries({ queryKey: listKey(filter), exact: true }, { cancelRefetch: false });
  // One that was under way already did not see it: the next is to begin at the front.
  growing.delete(JSON.stringify(filter));
}

export const foldersQuery = queryOptions({
  queryKey: ["folders"],
  queryFn: ({ signal }) => all<Folder>("/folders", signal),
});
export const tagsQuery = queryOptions({ queryKey: ["tags"], queryFn: ({ signal }) => all<Tag>("/tags", signal) });

/** Changes a conversation wherever it is listed; null takes it away. */
export const patchLists = (queries: QueryClient, change: (conversation: Conversation) => Conversation | null) =>
  queries.setQueriesData<List>({ queryKey: ["conversations"] }, (list) =>
    list && "items" in list ? { ...list, items: list.items.map(change).filter((item) => item !== null) } : list,
  );

function fetchPage({ pinned, archived, ...rest }: Filter, after: string | undefined, signal: AbortSignal) {
  const flags = { pinned: pinned?.toString(), archived: archived?.toString() };
  return api<Page<Conversation>>("/conversations", { query: { limit: PAGE, after, ...rest, ...flags }, signal });
}

// Activity moves a conversation to the front, so a later page may hold what an earlier one had.
function joined(list: List, page: List): List {
  const known = new Set(list.items.map(({ id }) => id));
  return { items: [...list.items, ...page.items.filter(({ id }) => !known.has(id))], next: page.next };
}

async function all<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const page = await api<Page<T>>(path, { query: { limit: 200, after }, signal });
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return found;
}
