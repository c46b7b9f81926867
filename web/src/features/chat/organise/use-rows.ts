import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSignal } from "@/lib/signal";
import { type Filter, foldersQuery, type List, listQuery, PINNED, TOP } from "./lists";
import { rowsOf } from "./rows";
import { openFolders, shownTag } from "./state";

/** The rows of the sidebar, and whether what they need could be read. */
export function useRows() {
  const open = useSignal(openFolders);
  const tag = useSignal(shownTag);
  const folders = useQuery(foldersQuery);
  const known = folders.data;
  const filters = useMemo<Filter[]>(
    () =>
      tag
        ? [{ tag }]
        : [PINNED, TOP, ...(known ?? []).filter(({ id }) => open.has(id)).map(({ id }) => ({ folder: id }))],
    [tag, known, open],
  );
  const { lists, failed } = useQueries({
    queries: filters.map(listQuery),
    combine: (results) => ({
      lists: results.map(({ data }) => data),
      failed: results.find(({ isError, data }) => isError && !data)?.error ?? null,
    }),
  });
  const rows = useMemo(() => {
    const found = new Map<string, List | undefined>(
      filters.map((filter, index) => [JSON.stringify(filter), lists[index]]),
    );
    return rowsOf({ folders: known ?? [], open, tag, list: (filter) => found.get(JSON.stringify(filter)) });
  }, [filters, lists, known, open, tag]);
  return {
    rows,
    tag,
    error: failed ?? (known ? null : folders.error),
    loading: lists.some((list) => list === undefined) || folders.isPending,
    empty: !tag && known?.length === 0 && lists.every((list) => list?.items.length === 0),
  };
}
