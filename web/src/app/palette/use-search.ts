import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { searchQuery } from "./api";

const PAUSE = 120;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The hits of what is typed, a moment after the last key; what is no longer asked for is cancelled. */
export function useSearch(q: string) {
  const asked = useSettled(q);
  const wanted = asked.trim() !== "";
  const query = useInfiniteQuery({ ...searchQuery(asked), enabled: wanted });
  const pages = wanted ? (query.data?.pages ?? []) : [];
  return {
    hits: pages.flatMap((page) => page.items),
    suggestion: query.isPlaceholderData ? null : (pages[0]?.suggestion ?? null),
    busy: q.trim() !== "" && (asked !== q || (query.isFetching && !query.isFetchingNextPage)),
    settled: wanted && asked === q && query.isSuccess && !query.isPlaceholderData,
    error: wanted && query.isError ? query.error : null,
    hasMore: query.hasNextPage,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  };
}
