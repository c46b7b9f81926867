import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { AREA_SCROLLER } from "@/lib/area-scroller";
import { audit as t } from "@/texts/audit";
import type { AuditEntry } from "./api";
import { actorOf, momentOf, nameOf, targetOf } from "./words";

type Props = { entries: AuditEntry[]; more: boolean; onOpen: (entry: AuditEntry) => void; onEnd: () => void };
const COLUMNS =
  "lg:grid lg:grid-cols-[10.5rem_minmax(0,1.3fr)_minmax(0,0.8fr)_minmax(0,1.2fr)_8rem] lg:items-center lg:gap-4";
const NEAR_THE_END = 20;

/** However many entries, only those in view are mounted; they scroll with the page. */
export function AuditList({ entries, more, onOpen, onEnd }: Props) {
  const box = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const scroller = () => box.current?.closest<HTMLElement>(`[${AREA_SCROLLER}]`) ?? null;
  const list = useVirtualizer({
    count: entries.length,
    getScrollElement: scroller,
    getItemKey: (index) => entries[index]?.id ?? index,
    estimateSize: () => (matchMedia("(min-width: 64rem)").matches ? 45 : 69),
    scrollMargin: top,
    overscan: 15,
  });
  useLayoutEffect(() => {
    const [outer, inner] = [scroller(), box.current];
    if (outer && inner) setTop(inner.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
  });
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= entries.length - NEAR_THE_END) onEnd();
  }, [last, entries.length, onEnd]);
  return (
    <div className="overflow-hidden rounded-2xl border bg-card">
      <div
        aria-hidden
        className={`${COLUMNS} border-b px-4 py-2 text-xs font-medium text-muted-foreground max-lg:hidden`}
      >
        <span>{t.when}</span>
        <span>{t.action}</span>
        <span>{t.actor}</span>
        <span>{t.target}</span>
        <span>{t.ip}</span>
      </div>
      <ul ref={box} aria-label={t.title} className="relative" style={{ height: list.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const entry = entries[index] as AuditEntry;
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0 border-b"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <Row entry={entry} onOpen={onOpen} />
            </li>
          );
        })}
      </ul>
      <p className="px-4 py-2.5 text-center text-xs text-muted-foreground">{more ? t.loading : t.end}</p>
    </div>
  );
}

function Row({ entry, onOpen }: { entry: AuditEntry; onOpen: (entry: AuditEntry) => void }) {
  const target = targetOf(entry);
  return (
    <button
      type="button"
      onClick={() => onOpen(entry)}
      className={`${COLUMNS} flex w-full flex-col gap-0.5 px-4 py-2.5 text-start text-sm transition-colors hover:bg-accent focus-visible:-outline-offset-2`}
    >
      <time dateTime={entry.at} className="text-muted-foreground tabular-nums max-lg:order-2 max-lg:text-xs">
        {momentOf(entry)}
        <span className="lg:hidden">
          {" · "}
          {actorOf(entry)}
        </span>
      </time>
      <span className="flex max-w-full min-w-0 items-center gap-2 font-medium">
        <span className="truncate">{nameOf(entry.action)}</span>
        {entry.outcome === "failure" && <Badge tone="danger">{t.failure}</Badge>}
      </span>
      <span className="truncate max-lg:hidden">
        {actorOf(entry)}
        {entry.key && <span className="text-muted-foreground"> · {entry.key.name ?? t.key}</span>}
      </span>
      <span className="max-w-full truncate max-lg:order-1">
        {entry.target && (
          <>
            <span className="text-muted-foreground">{t.kinds[entry.target.kind] ?? entry.target.kind}</span>
            {target && <bdi> {target}</bdi>}
          </>
        )}
      </span>
      <span className="truncate text-muted-foreground tabular-nums max-lg:hidden">{entry.ip}</span>
    </button>
  );
}
