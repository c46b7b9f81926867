import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, RefreshCw, ScrollText } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { download } from "@/lib/download";
import { lazy } from "@/lib/lazy";
import { usePageTitle } from "@/lib/use-page-title";
import { useSubmit } from "@/lib/use-submit";
import { audit as t } from "@/texts/audit";
import { type AuditEntry, type AuditFilter, auditQuery, queryOf } from "./api";
import { AuditFilters } from "./audit-filters";
import { AuditList } from "./audit-list";
import { nameOf } from "./words";

const Drawer = lazy(() => import("@/components/ui/drawer"));
const AuditDetail = lazy(() => import("./audit-detail"));

type Props = { filter: AuditFilter; onFilter: (filter: AuditFilter) => void };

/** Who did what, newest first; the filter is the address of the page. */
export function AuditPage({ filter, onFilter }: Props) {
  usePageTitle(t.title);
  const entries = useInfiniteQuery(auditQuery(filter));
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const [open, setOpen] = useState(false);
  const { run, busy, problem } = useSubmit();
  const save = (format: "csv" | "jsonl") =>
    void run(() => download("/admin/audit/export", { ...queryOf(filter), format }));
  const filtered = Object.keys(queryOf(filter)).length > 0;
  return (
    <Panel
      title={t.title}
      hint={t.hint}
      actions={
        <>
          <Button variant="outline" size="sm" disabled={entries.isFetching} onClick={() => void entries.refetch()}>
            <RefreshCw aria-hidden />
            {t.refresh}
          </Button>
          <Button variant="outline" size="sm" disabled={busy} onClick={() => save("csv")}>
            <Download aria-hidden />
            {t.csv}
          </Button>
          <Button variant="outline" size="sm" disabled={busy} onClick={() => save("jsonl")}>
            <Download aria-hidden />
            {t.jsonLines}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="danger" className="mb-4">
          {problem.message}
        </Notice>
      )}
      <AuditFilters filter={filter} onFilter={onFilter} />
      <Loaded query={entries} lines={5}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0)
            return (
              <Empty
                icon={<ScrollText aria-hidden />}
                title={filtered ? t.nothingFound : t.empty}
                hint={filtered ? t.nothingFoundHint : t.emptyHint}
              />
            );
          return (
            <AuditList
              entries={all}
              onOpen={(entry) => {
                setShown(entry);
                setOpen(true);
              }}
              onEnd={() => entries.hasNextPage && !entries.isFetchingNextPage && void entries.fetchNextPage()}
              more={entries.hasNextPage}
            />
          );
        }}
      </Loaded>
      {shown && (
        <Suspense fallback={null}>
          <Drawer open={open} onOpenChange={setOpen} title={nameOf(shown.action)}>
            <AuditDetail entry={shown} onFilter={onFilter} onClose={() => setOpen(false)} />
          </Drawer>
        </Suspense>
      )}
    </Panel>
  );
}
