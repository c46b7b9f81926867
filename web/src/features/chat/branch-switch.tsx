import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { treeText as text } from "@/texts/tree";
import type { Row } from "./row";
import type { Thread } from "./thread";
import { step } from "./tree-actions";

/** Which version of a message is shown, and the way to the others; arrow keys work on it too. */
export function BranchSwitch({ thread, row }: { thread: Thread; row: Row }) {
  const group = useRef<HTMLDivElement>(null);
  // The version that was switched to is another row: its button takes over the focus.
  useEffect(() => {
    const { stepped } = thread;
    if (stepped === null || stepped.id !== row.id) return;
    thread.stepped = null;
    group.current?.querySelectorAll("button")[stepped.by > 0 ? 1 : 0]?.focus({ preventScroll: true });
  }, [thread, row.id]);
  const at = row.siblings.indexOf(row.id ?? "");
  if (at < 0) return null;
  const go = (by: 1 | -1) => void step(thread, row, by);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      ref={group}
      role="group"
      aria-label={text.versions}
      className="flex items-center text-xs text-muted-foreground tabular-nums"
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        event.preventDefault();
        const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
        go(forward ? 1 : -1);
      }}
    >
      <IconButton label={text.previous} aria-disabled={at === 0} onClick={() => at > 0 && go(-1)}>
        <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <span>{text.version(at + 1, row.siblings.length)}</span>
      <IconButton
        label={text.next}
        aria-disabled={at === row.siblings.length - 1}
        onClick={() => at < row.siblings.length - 1 && go(1)}
      >
        <ChevronRight aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
