import { ChevronRight } from "lucide-react";
import { cn } from "@/lib/cn";
import { formatDuration } from "@/lib/format";
import { text } from "@/texts/text";
import type { Row } from "./row";

/** What the model thought before it answered: there for those who want it, folded for the others. */
export function Thinking({ row, live }: { row: Row; live: boolean }) {
  const { thinking } = row;
  const now = live && !row.text;
  const seen = thinking?.to && thinking.to - thinking.from > 0 ? thinking.to - thinking.from : null;
  const took = row.durations?.thinkingMs ?? seen;
  return (
    <details className="group/thinking mb-3">
      <summary className="-ms-2 flex w-fit min-h-8 cursor-default list-none items-center gap-1.5 rounded-lg px-2 text-sm text-muted-foreground transition-colors hover:bg-accent hover:text-foreground">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open/thinking:rotate-90 rtl:rotate-180"
        />
        <span className={cn(now && "animate-pulse-soft")}>
          {!now && took !== null ? text.chat.thoughtFor(formatDuration(took)) : text.chat.thinking}
        </span>
      </summary>
      <div className="mt-1 border-s-2 ps-4 text-sm whitespace-pre-wrap text-muted-foreground bidi-lines [overflow-wrap:anywhere]">
        {row.reasoning}
      </div>
    </details>
  );
}
