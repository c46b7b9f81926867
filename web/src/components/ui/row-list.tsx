import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { AREA_SCROLLER } from "@/lib/area-scroller";

type Props<T> = {
  label: string;
  rows: T[];
  /** About how high a row is, as columns and on a phone. */
  heights: { wide: number; narrow: number };
  /** The grid that the names stand in, as the rows do. */
  columns: string;
  names: string[];
  foot: string;
  onEnd: () => void;
  children: (row: T) => ReactNode;
};
const NEAR_THE_END = 20;

/** However many rows, only those in view are mounted; they scroll with the page. */
export function RowList<T extends { id: string }>(props: Props<T>) {
  const { label, rows, heights, columns, names, foot, onEnd, children } = props;
  const box = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const scroller = () => box.current?.closest<HTMLElement>(`[${AREA_SCROLLER}]`) ?? null;
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => (matchMedia("(min-width: 64rem)").matches ? heights.wide : heights.narrow),
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
    if (last >= rows.length - NEAR_THE_END) onEnd();
  }, [last, rows.length, onEnd]);
  return (
    <div className="overflow-hidden rounded-2xl border bg-card">
      <div
        aria-hidden
        className={`${columns} border-b px-4 py-2 text-xs font-medium text-muted-foreground max-lg:hidden`}
      >
        {names.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ul ref={box} aria-label={label} className="relative" style={{ height: list.getTotalSize() }}>
        {items.map(({ index, key, start }) => (
          <li
            key={key}
            ref={list.measureElement}
            data-index={index}
            className="absolute inset-x-0 top-0 border-b"
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {children(rows[index] as T)}
          </li>
        ))}
      </ul>
      <p className="px-4 py-2.5 text-center text-xs text-muted-foreground">{foot}</p>
    </div>
  );
}
