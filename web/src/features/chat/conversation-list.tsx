import { useQueryClient } from "@tanstack/react-query";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, memo, Suspense, useEffect, useRef, useState } from "react";
import { RetryButton } from "@/components/ui/retry-button";
import { ApiError } from "@/lib/api-error";
import { lazy } from "@/lib/lazy";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { ConversationItem } from "./conversation-item";
import { FolderRow, HeadingRow, indent } from "./organise/list-rows";
import { grow } from "./organise/lists";
import type { Row } from "./organise/rows";
import { clearSelection, held, selection, toggleSelected } from "./organise/state";
import { useListKeys } from "./organise/use-list-keys";
import { useRows } from "./organise/use-rows";

export const LIST_ID = "conversations";
const SelectionBar = lazy(() => import("./organise/selection-bar"));
const HEIGHT = { heading: 34, folder: 36, conversation: 36, note: 32, more: 32 };

/** Pinned ones, folders, the others by age; only what is in view is mounted, and the rest is read as one scrolls. */
export function ConversationList({ onOpen }: { onOpen?: (() => void) | undefined }) {
  const queries = useQueryClient();
  const { rows, error, loading, empty, tag } = useRows();
  const scroller = useRef<HTMLElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedIndex = focused ? rows.findIndex((row) => row.key === focused) : -1;
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => HEIGHT[rows[index]?.kind ?? "conversation"],
    overscan: 12,
    // What has the focus stays, however far one scrolls away from it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return focusedIndex < 0 || shown.includes(focusedIndex) ? shown : [...shown, focusedIndex].sort((a, b) => a - b);
    },
  });
  const items = list.getVirtualItems();
  const more = items.map(({ index }) => rows[index]).find((row) => row?.kind === "more");
  const filter = more?.kind === "more" ? more.filter : null;
  useEffect(() => {
    if (filter && rows.length > 0) void grow(queries, filter);
  }, [filter, rows, queries]);

  const keys = useListKeys({ rows, scroller, show: (index) => list.scrollToIndex(index), onFocus: setFocused });
  const picked = useSignal(selection);
  // With Ctrl one more, with Shift all between; while some are picked a click picks too.
  const anchor = useRef<string | null>(null);
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = (event.target as HTMLElement).closest("a[data-main]");
    const key = target?.closest<HTMLElement>("[data-row]")?.dataset.row;
    const to = rows.findIndex((row) => row.key === key);
    const row = rows[to];
    if (row?.kind !== "conversation") return;
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && picked.size === 0) {
      anchor.current = row.key;
      return onOpen?.();
    }
    event.preventDefault();
    const from = rows.findIndex((one) => one.key === anchor.current);
    if (event.shiftKey && from >= 0) {
      for (const between of rows.slice(Math.min(from, to), Math.max(from, to) + 1))
        if (between.kind === "conversation") toggleSelected(between.conversation, true);
    } else toggleSelected(row.conversation);
    anchor.current = row.key;
  };
  // A list that scrolled under a resting finger would end the drag; only a listener that may refuse can keep it.
  useEffect(() => {
    const stay = (event: TouchEvent) => held.get() && event.cancelable && event.preventDefault();
    const element = scroller.current;
    element?.addEventListener("touchmove", stay, { passive: false });
    return () => element?.removeEventListener("touchmove", stay);
  });

  if (error && rows.every(({ kind }) => kind !== "conversation"))
    return (
      <div role="alert" className="min-h-0 flex-1 space-y-2 px-5 py-2 text-sm">
        <p className="text-muted-foreground">{error.message}</p>
        <RetryButton
          retryAt={error instanceof ApiError ? error.retryAt : null}
          onClick={() => void queries.refetchQueries({ type: "active", queryKey: ["conversations"] })}
        />
      </div>
    );
  return (
    <>
      <nav
        ref={scroller}
        id={LIST_ID}
        aria-label={text.chat.list}
        aria-busy={loading}
        className="min-h-0 flex-1 touch-pan-y overflow-y-auto overscroll-contain px-2 [overflow-anchor:none]"
        onClickCapture={onClick}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onContextMenu={keys.onContextMenu}
        onPointerDown={(event) => pressed(event.nativeEvent, { rows, scroller: scroller.current })}
      >
        <ul className="relative" style={{ height: list.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index] as Row;
            return (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                data-row={row.key}
                data-into={row.kind === "folder" ? row.folder.id : "into" in row ? row.into : undefined}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 rounded-lg data-drop:bg-accent data-drop:outline-2 data-drop:-outline-offset-2 data-drop:outline-primary"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowContent row={row} picked={row.kind === "conversation" && picked.has(row.conversation.id)} />
              </li>
            );
          })}
        </ul>
        {empty && <p className="px-3 py-2 text-sm text-muted-foreground">{text.chat.emptyList}</p>}
        {tag && !loading && rows.length === 0 && (
          <p className="px-3 py-2 text-sm text-muted-foreground">{text.organise.emptyTag}</p>
        )}
      </nav>
      {picked.size > 0 && (
        <Suspense>
          <SelectionBar picked={[...picked.values()]} onClear={clearSelection} />
        </Suspense>
      )}
    </>
  );
}

const RowContent = memo(function RowContent({ row, picked }: { row: Row; picked: boolean }) {
  switch (row.kind) {
    case "heading":
      return <HeadingRow title={row.title} folders={row.folders} />;
    case "folder":
      return <FolderRow folder={row.folder} level={row.level} open={row.open} />;
    case "conversation":
      return <ConversationItem conversation={row.conversation} row={row.key} level={row.level} picked={picked} />;
    default:
      return (
        <p className="py-1.5 text-sm text-muted-foreground" style={{ paddingInlineStart: indent(row.level) }}>
          {row.kind === "note" ? row.text : text.organise.loading}
        </p>
      );
  }
});

/** The code for drags and long presses is fetched with the first press; one that was over meanwhile was a click. */
function pressed(event: PointerEvent, list: { rows: readonly Row[]; scroller: HTMLElement | null }) {
  const released = new AbortController();
  for (const name of ["pointerup", "pointercancel"])
    addEventListener(name, () => released.abort(), { capture: true, signal: released.signal });
  void import("./organise/drag").then(({ press }) => released.signal.aborted || press(event, list));
}
