import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty } from "@/components/ui/panel";
import { api, type Page } from "@/lib/http";
import { organise } from "@/texts/organise";

type Props<T> = {
  queryKey: readonly unknown[];
  path: string;
  query?: Record<string, string>;
  hint: string;
  actions?: ReactNode;
  empty: { icon: ReactNode; title: string; hint: string };
  children: (item: T) => ReactNode;
};

/** A page of conversations that are not in the list: the archive, the trash. */
export function PutAway<T extends { id: string }>({ queryKey, path, query, hint, actions, empty, children }: Props<T>) {
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      api<Page<T>>(path, { query: { ...query, limit: 50, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-184 px-4 pt-2 pb-16 sm:px-6">
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60 text-sm text-muted-foreground">{hint}</p>
          {pages.data?.pages[0]?.items.length ? actions : null}
        </div>
        <Loaded query={pages}>
          {(data) => {
            const items = data.pages.flatMap((page) => page.items);
            if (items.length === 0) return <Empty {...empty} />;
            return (
              <>
                <ul className="divide-y rounded-2xl border bg-card">
                  {items.map((item) => (
                    <li key={item.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
                      {children(item)}
                    </li>
                  ))}
                </ul>
                {pages.hasNextPage && (
                  <Button
                    variant="outline"
                    className="mx-auto mt-4 flex"
                    disabled={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    {organise.more}
                  </Button>
                )}
              </>
            );
          }}
        </Loaded>
      </div>
    </div>
  );
}
