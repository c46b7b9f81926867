import { LoaderCircle, Square } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { text } from "@/texts/text";
import type { Row } from "./row";

/** How an answer ended when it did not simply end, and the way on. */
export function AnswerState({ row, onRetry }: { row: Row; onRetry: () => void }) {
  if (row.reconnecting)
    return (
      <p role="status" className="mt-2 flex items-center gap-2 text-sm text-muted-foreground">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {text.chat.reconnecting}
      </p>
    );
  if (row.problem) return <Failure message={row.problem.message} retryAt={row.problem.retryAt} onRetry={onRetry} />;
  switch (row.status) {
    case "failed":
      return <Failure message={row.error?.message ?? text.chat.failed} onRetry={onRetry} />;
    case "interrupted":
      return <Failure message={row.error?.message ?? text.chat.interrupted} onRetry={onRetry} />;
    case "stopped":
      return (
        <p className="mt-2 flex items-center gap-1.5 text-sm text-muted-foreground">
          <Square aria-hidden className="size-3" />
          {text.chat.stopped}
        </p>
      );
    default:
      return row.finishReason === "length" ? (
        <p className="mt-2 text-sm text-muted-foreground">{text.chat.cutOff}</p>
      ) : null;
  }
}

type FailureProps = { message: string; retryAt?: number | null; onRetry: () => void };

const Failure = ({ message, retryAt, onRetry }: FailureProps) => (
  <Notice tone="danger" className="mt-3" actions={<RetryButton retryAt={retryAt} onClick={onRetry} />}>
    {message}
  </Notice>
);
