import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { wanted } from "@/lib/jump";
import { gliding } from "@/lib/motion";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { MessageRow } from "./message-row";
import type { Thread } from "./thread";
import type { TurnActions } from "./turn-actions";
import { useThreadView } from "./use-thread";

type Props = {
  thread: Thread;
  actions: TurnActions;
  /** Above this message a line says that the model does not see what is older. */
  windowStart: string | null;
};

const NEAR_END = 64;
const NEAR_START = 3;
/** How long a message that was looked for stands out, ms. */
const HIGHLIGHT = 3_000;

/** The thread: only what is in view is mounted; it follows the end until the reader scrolls away. */
export function MessageList({ thread, actions, windowStart }: Props) {
  const { path, older, newer } = useThreadView(thread);
  const scroller = useRef<HTMLDivElement>(null);
  const edited = useSyncExternalStore(thread.editing.subscribe, () => thread.editing.get()?.key ?? null);
  const kept = edited === null ? -1 : path.indexOf(edited);
  const list = useVirtualizer({
    count: path.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => path[index] as string,
    estimateSize: () => 180,
    overscan: 5,
    // Where somebody writes stays, however far they scroll away to read.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return kept < 0 || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b);
    },
    paddingStart: 16,
    paddingEnd: 24,
    anchorTo: "end",
    followOnAppend: newer === null,
    scrollEndThreshold: NEAR_END,
  });
  useLayoutEffect(() => {
    if (thread) list.scrollToEnd();
  }, [list, thread]);

  // A question is sent from wherever one reads; its answer is what one wants to see then.
  const asked = thread.rows.all().findLast((row) => row.role === "user")?.key;
  const before = useRef(asked);
  useLayoutEffect(() => {
    if (asked !== before.current && asked && thread.rows.get(asked).status === "sending") list.scrollToEnd();
    before.current = asked;
  }, [asked, list, thread]);

  // Whoever asks for a message, wherever it is: a note, a pinned message.
  const target = useSignal(wanted);
  useEffect(() => {
    if (!target) return;
    wanted.set(null);
    void thread.seek(target);
  }, [target, thread]);

  const sought = useSignal(thread.sought);
  const place = sought === null ? -1 : path.indexOf(sought);
  useLayoutEffect(() => {
    if (place < 0) return;
    list.scrollToIndex(place, { align: "center" });
    const timer = setTimeout(() => thread.sought.set(null), HIGHLIGHT);
    return () => clearTimeout(timer);
  }, [place, list, thread]);

  // After a switch of the branch what was switched stays in view.
  const revealed = useSignal(thread.revealed);
  useEffect(() => {
    if (!revealed) return;
    thread.revealed.set(null);
    const index = thread.rows.getView().path.indexOf(revealed.key);
    if (index >= 0) list.scrollToIndex(index, { align: "center" });
  }, [revealed, list, thread]);

  const items = list.getVirtualItems();
  const near = items.filter(({ index }) => index !== kept);
  const first = near[0]?.index ?? path.length;
  const wantsOlder = older !== null && first <= NEAR_START;
  useEffect(() => {
    if (wantsOlder && path.length > 0) void thread.loadOlder();
  }, [wantsOlder, path.length, thread]);
  const wantsNewer = newer !== null && (near.at(-1)?.index ?? 0) >= path.length - 1 - NEAR_START;
  useEffect(() => {
    if (wantsNewer && path.length > 0) void thread.loadNewer();
  }, [wantsNewer, path.length, thread]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        data-testid="thread"
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] -outline-offset-2"
        role="log"
        aria-live="off"
        aria-label={text.chat.log}
        tabIndex={0}
      >
        {older !== null && first === 0 && (
          <p className="py-2 text-center text-sm text-muted-foreground">{text.chat.earlier}</p>
        )}
        <div className="relative w-full" style={{ height: list.getTotalSize() }}>
          <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map((item, order) => (
              <div
                key={item.key}
                data-index={item.index}
                data-found={path[item.index] === sought || undefined}
                ref={list.measureElement}
                style={{ marginTop: order === 0 ? 0 : item.start - (items[order - 1]?.end ?? 0) }}
                className="transition-colors duration-700 data-found:bg-primary/10"
              >
                {windowStart !== null && thread.rows.get(path[item.index] as string).id === windowStart && (
                  <WindowLine />
                )}
                <MessageRow
                  thread={thread}
                  rowKey={path[item.index] as string}
                  isLast={item.index === path.length - 1}
                  actions={actions}
                />
              </div>
            ))}
          </div>
        </div>
      </div>
      {path.length > 0 && (newer !== null || !list.isAtEnd(200)) && (
        <Button
          variant="outline"
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-float"
          onClick={() => (newer === null ? list.scrollToEnd({ behavior: gliding() }) : void thread.toNewest())}
        >
          <ArrowDown aria-hidden />
          {text.chat.jump}
        </Button>
      )}
    </div>
  );
}

const WindowLine = () => (
  <p className="mx-auto flex w-full max-w-184 items-center gap-3 px-4 py-2 text-xs text-muted-foreground sm:px-6">
    <span aria-hidden className="h-px flex-1 bg-border" />
    {text.context.begins}
    <span aria-hidden className="h-px flex-1 bg-border" />
  </p>
);
