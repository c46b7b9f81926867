import type { ReactNode } from "react";
import { ApiError } from "@/lib/api-error";
import { Notice } from "./notice";
import { RetryButton } from "./retry-button";

type Query<T> = {
  data: T | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => Promise<unknown>;
};
type Props<T> = { query: Query<T>; lines?: number; children: (data: T) => ReactNode };

/** What a query brought; its shape while it is on its way; why it failed, with the way on. */
export function Loaded<T>({ query, lines = 3, children }: Props<T>) {
  const failure = query.error && (
    <Notice
      tone="danger"
      className="mb-4"
      actions={
        <RetryButton
          retryAt={query.error instanceof ApiError ? query.error.retryAt : null}
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        />
      }
    >
      {query.error.message}
    </Notice>
  );
  if (query.data === undefined) return failure || <Skeleton lines={lines} />;
  return (
    <>
      {failure}
      {children(query.data)}
    </>
  );
}

const Skeleton = ({ lines }: { lines: number }) => (
  <div aria-hidden data-testid="skeleton" className="animate-pulse-soft space-y-3">
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="h-18 rounded-2xl bg-muted" />
    ))}
  </div>
);
