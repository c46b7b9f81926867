import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { treeText as text } from "@/texts/tree";
import type { Row } from "./row";
import type { Thread } from "./thread";
import { step } from "./tree-actions";

/** Which version of a message is shown, and the way to the others; arrow keys work on it too. */
export function BranchSwitch({ thread, row }: { thread: Thread; row: Row }) {
  const at = row.siblings.indexOf(row.id ?? "");
  if (at < 0) return null;
  const go = (by: 1 | -1) => void step(thread, row, by);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
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
