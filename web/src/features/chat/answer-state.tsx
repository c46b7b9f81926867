import { FastForward, LoaderCircle, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { sentenceOf } from "@/texts/problems";
import { text } from "@/texts/text";
import type { Row } from "./row";

type Props = { row: Row; onRetry?: (() => void) | undefined; onGoOn?: (() => void) | undefined };

/** How an answer ended when it did not simply end, and the way on. */
export function AnswerState({ row, onRetry, onGoOn }: Props) {
  if (row.reconnecting)
    return (
      <p role="status" className="mt-2 flex items-center gap-2 text-sm text-muted-foreground">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {text.chat.reconnecting}
      </p>
    );
  if (row.problem)
    return <Failure message={row.problem.message} retryAt={row.problem.retryAt} onRetry={onRetry} onGoOn={onGoOn} />;
  switch (row.status) {
    case "failed":
      return (
        <Failure message={row.error ? sentenceOf(row.error) : text.chat.failed} onRetry={onRetry} onGoOn={onGoOn} />
      );
    case "interrupted":
      return (
        <Failure
          message={row.error ? sentenceOf(row.error) : text.chat.interrupted}
          onRetry={onRetry}
          onGoOn={onGoOn}
        />
      );
    case "stopped":
      return (
        <p className="mt-2 flex min-h-8 flex-wrap items-center gap-1.5 text-sm text-muted-foreground">
          <Square aria-hidden className="size-3" />
          {text.chat.stopped}
          <GoOn onGoOn={onGoOn} />
        </p>
      );
    default:
      return row.finishReason === "length" ? (
        <p className="mt-2 flex min-h-8 flex-wrap items-center gap-1.5 text-sm text-muted-foreground">
          {text.chat.cutOff}
          <GoOn onGoOn={onGoOn} />
        </p>
      ) : null;
  }
}

const GoOn = ({ onGoOn }: Pick<Props, "onGoOn">) =>
  onGoOn ? (
    <Button variant="ghost" size="sm" onClick={onGoOn}>
      <FastForward aria-hidden className="rtl:-scale-x-100" />
      {text.chat.goOn}
    </Button>
  ) : null;

type FailureProps = Omit<Props, "row"> & { message: string; retryAt?: number | null };

const Failure = ({ message, retryAt, onRetry, onGoOn }: FailureProps) => (
  <Notice
    tone="danger"
    className="mt-3"
    actions={
      onRetry && (
        <>
          <RetryButton retryAt={retryAt} onClick={onRetry} />
          <GoOn onGoOn={onGoOn} />
        </>
      )
    }
  >
    {message}
  </Notice>
);
