import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { SearchX, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { Typed } from "@/components/ui/typed";
import { usePageTitle } from "@/lib/use-page-title";
import { catalogue as t } from "@/texts/catalogue";
import { type Filter, SORTS } from "./address";
import { discoverQuery, featuredQuery } from "./api";
import { FacetList } from "./facets";
import { Tiles } from "./model-tile";

type Props = { filter: Filter; onFilter: (filter: Filter) => void };

/** Every model that can be asked; what is shown of them is the address of the page. */
export function DiscoverPage({ filter, onFilter }: Props) {
  usePageTitle(t.title);
  const found = useInfiniteQuery(discoverQuery(filter));
  const featured = useQuery(featuredQuery).data ?? [];
  const first = found.data?.pages[0];
  const narrowed = Object.entries(filter).some(([name, value]) => name !== "sort" && value !== undefined);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[120rem] px-4 pt-2 pb-16 sm:px-6">
        <p className="mb-4 text-muted-foreground">{t.hint}</p>
        <search className="mb-5 grid grid-cols-[minmax(0,1fr)_9rem] items-end gap-3 sm:grid-cols-[minmax(0,32rem)_12rem]">
          <Typed
            label={t.search}
            placeholder={t.searchHint}
            value={filter.q}
            onChange={(q) => onFilter({ ...filter, q })}
          />
          <SelectField
            label={t.sort}
            value={filter.sort ?? ""}
            onChange={(event) => onFilter({ ...filter, sort: event.target.value || undefined })}
            options={[
              { value: "", label: filter.q ? t.bestFirst : t.sorts.popular },
              ...SORTS.filter((one) => filter.q || one !== "popular").map((value) => ({
                value,
                label: t.sorts[value],
              })),
            ]}
          />
        </search>
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[14rem_minmax(0,1fr)]">
          <FacetList facets={first?.facets} filter={filter} onFilter={onFilter} />
          <div className="min-w-0">
            {!narrowed && featured.length > 0 && (
              <section className="mb-8">
                <h2 className="mb-3 font-semibold tracking-tight">{t.featuredTitle}</h2>
                <Tiles models={featured} label={t.featuredTitle} />
              </section>
            )}
            <Loaded query={found} lines={6}>
              {({ pages }) => (
                <section aria-busy={found.isPlaceholderData}>
                  <div className="mb-3 flex min-h-9 flex-wrap items-center gap-x-3">
                    <h2 className="font-semibold tracking-tight">{t.all}</h2>
                    <span role="status" className="text-sm text-muted-foreground tabular-nums">
                      {t.count(pages[0]?.total ?? 0)}
                    </span>
                    {narrowed && (
                      <Button variant="quiet" size="sm" onClick={() => onFilter({ sort: filter.sort })}>
                        <X aria-hidden />
                        {t.clear}
                      </Button>
                    )}
                  </div>
                  {pages[0]?.total === 0 ? (
                    <Empty
                      icon={<SearchX aria-hidden />}
                      title={narrowed ? t.nothingFound : t.empty}
                      hint={narrowed ? t.nothingFoundHint : t.emptyHint}
                    />
                  ) : (
                    <Tiles models={pages.flatMap((page) => page.items)} label={t.all} />
                  )}
                  {found.hasNextPage && (
                    <Button
                      variant="outline"
                      className="mt-4 w-full"
                      disabled={found.isFetchingNextPage}
                      onClick={() => void found.fetchNextPage()}
                    >
                      {t.more}
                    </Button>
                  )}
                </section>
              )}
            </Loaded>
          </div>
        </div>
      </div>
    </div>
  );
}
