import { Mark } from "@/components/ui/mark";
import { Sourced } from "@/components/ui/sources";
import { text } from "@/texts/text";
import { AnswerState } from "./answer-state";
import { Markdown } from "./markdown/markdown";
import { isAnswering, type Row } from "./row";
import { Thinking } from "./thinking";

type Props = { row: Row; onRetry?: () => void; onGoOn?: () => void };

/** What an answer says, and how it is getting on. */
export function AnswerBody({ row, onRetry, onGoOn }: Props) {
  const live = isAnswering(row);
  return (
    <>
      {row.reasoning && <Thinking row={row} live={live} />}
      {live && !row.text && !row.reasoning && <Waiting row={row} />}
      <Sourced sources={row.sources}>{row.text && <Markdown text={row.text} />}</Sourced>
      {live && row.text && <Mark className="mt-3.5 mb-1 size-4 animate-pulse-soft" />}
      {row.status === "complete" && !row.text && (
        <p className="text-muted-foreground italic">{text.chat.noAnswerText}</p>
      )}
      <AnswerState row={row} onRetry={onRetry} onGoOn={row.text ? onGoOn : undefined} />
    </>
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
