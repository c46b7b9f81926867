import { Check, Copy } from "lucide-react";
import { memo } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Mark } from "@/components/ui/mark";
import { Sourced } from "@/components/ui/sources";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { AnswerState } from "../answer-state";
import { Files } from "../files/places";
import { Markdown } from "../markdown/markdown";
import { isAnswering, type Row } from "../row";
import { Thinking } from "../thinking";

type Props = { row: Row; onRetry: (() => void) | undefined };

/** A message of a chat that is not stored: it can be read and copied, nothing else. */
export const TemporaryTurn = memo(function TemporaryTurn({ row, onRetry }: Props) {
  const [copied, copy] = useCopy();
  const live = isAnswering(row);
  const name = row.role === "user" ? text.chat.you : text.chat.assistant;
  return (
    <article aria-label={name} aria-busy={live} data-status={row.status} className="py-2.5">
      <h2 className="sr-only">{name}</h2>
      {row.role === "user" ? (
        <div className="flex flex-col items-end gap-1">
          <Files files={row.files} />
          {row.text && (
            <p className="w-fit max-w-[92%] rounded-2xl rounded-ee-md bg-bubble px-4 bidi-lines py-2.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
              {row.text}
            </p>
          )}
        </div>
      ) : (
        <>
          {row.reasoning && <Thinking row={row} live={live} />}
          {live && !row.text && !row.reasoning && (
            <p role="status" className="flex items-center gap-2.5 py-0.5 text-muted-foreground">
              <Mark className="size-5 animate-pulse-soft" />
              {text.chat.waiting}
            </p>
          )}
          <Sourced sources={row.sources}>{row.text && <Markdown text={row.text} />}</Sourced>
          {live && row.text && <Mark className="mt-3.5 mb-1 size-4 animate-pulse-soft" />}
          <AnswerState row={row} onRetry={onRetry} />
          {!live && row.text && (
            <IconButton
              className="mt-1.5 -ms-2"
              label={copied ? text.chat.copied : text.chat.copy}
              onClick={() => copy(row.text)}
            >
              {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
            </IconButton>
          )}
        </>
      )}
    </article>
  );
});
