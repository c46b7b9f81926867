import { Check, Copy, RotateCcw } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Mark } from "@/components/ui/mark";
import { cn } from "@/lib/cn";
import { useMessageSlots } from "@/lib/message-slots";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { AnswerState } from "./answer-state";
import { Figures } from "./figures";
import { Markdown } from "./markdown/markdown";
import { PinButton } from "./pin-button";
import { REVEALED } from "./revealed";
import { isAnswering, type Row } from "./row";
import { Thinking } from "./thinking";
import type { TurnActions } from "./turn-actions";

type Props = { row: Row; isLast: boolean; actions: TurnActions };

export function AnswerMessage({ row, isLast, actions }: Props) {
  const [copied, copy] = useCopy();
  const live = isAnswering(row);
  const { tools, marks } = useMessageSlots();
  const shown = row.id ? { id: row.id, role: row.role, text: row.text } : null;
  return (
    <div>
      {row.reasoning && <Thinking row={row} live={live} />}
      {live && !row.text && !row.reasoning && <Waiting row={row} />}
      {row.text && <Markdown text={row.text} />}
      {live && row.text && <Mark className="mt-3.5 mb-1 size-4 animate-pulse-soft" />}
      {row.status === "complete" && !row.text && (
        <p className="text-muted-foreground italic">{text.chat.noAnswerText}</p>
      )}
      <AnswerState row={row} onRetry={() => actions.regenerate(row)} />
      {!live && (
        <div className="mt-1.5 -ms-2 flex items-center gap-0.5">
          <div className={cn(REVEALED, (isLast || row.pinned) && "opacity-100")}>
            {row.text && (
              <IconButton label={copied ? text.chat.copied : text.chat.copy} onClick={() => copy(row.text)}>
                {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
              </IconButton>
            )}
            <IconButton label={text.chat.regenerate} onClick={() => actions.regenerate(row)}>
              <RotateCcw aria-hidden />
            </IconButton>
            <PinButton row={row} onPin={actions.pin} />
            {shown && tools?.(shown)}
            <Figures row={row} />
            {row.model && <span className="ms-1.5 truncate text-xs text-muted-foreground">{row.model}</span>}
          </div>
          {shown && marks?.(shown)}
        </div>
      )}
    </div>
  );
}

function Waiting({ row }: { row: Row }) {
  return (
    <p
      role="status"
      data-queue={row.queue ?? undefined}
      className="flex items-center gap-2.5 py-0.5 text-muted-foreground"
    >
      <Mark className="size-5 animate-pulse-soft" />
      {row.stopping ? text.chat.stopping : waitingFor(row.queue)}
    </p>
  );
}

function waitingFor(queue: number | null): string {
  if (queue === null) return text.chat.waiting;
  return queue === 1 ? text.chat.queuedNext : text.chat.queued(queue);
}
