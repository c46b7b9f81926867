import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { ApiError } from "@/lib/api-error";
import { reachable } from "@/lib/connection";
import { useSignal } from "@/lib/signal";
import { palette } from "@/texts/palette";
import { type Filter, openFilter, toQuery } from "./filters";
import type { useSearch } from "./use-search";

type Props = { text: string; filters: Filter[]; search: ReturnType<typeof useSearch>; empty: boolean };

/** What there is to say beside the list: searching, nothing, a mistake, no connection. */
export function PaletteState({ text, filters, search, empty }: Props) {
  const offline = !useSignal(reachable);
  const open = openFilter(text);
  const asked = toQuery(filters, text).trim();
  if (offline) return <Said tone="signal">{palette.offline}</Said>;
  if (open) {
    if (open.name === "before" || open.name === "after") return <p className={QUIET}>{palette.dateHint}</p>;
    const nothing = open.name === "has" ? null : palette.noValues[open.name];
    return empty && nothing ? <p className={QUIET}>{nothing}</p> : null;
  }
  if (search.error)
    return (
      <Said tone="danger" onRetry={isMistake(search.error) ? undefined : search.again} retryAt={retryAt(search.error)}>
        {said(search.error)}
      </Said>
    );
  const count = search.hits.length;
  return (
    <>
      <p role="status" className="sr-only">
        {asked === "" ? "" : search.settled ? palette.found(count, search.hasMore) : palette.searching}
      </p>
      {search.settled && count === 0 && (
        <div className="px-4 pt-4 pb-2">
          <p className="font-medium wrap-anywhere">{palette.nothing(asked)}</p>
          {!search.suggestion && <p className="text-sm text-muted-foreground">{palette.nothingHint}</p>}
        </div>
      )}
      {asked !== "" && !search.settled && empty && <Skeleton />}
    </>
  );
}

const QUIET = "px-4 py-3 text-sm text-muted-foreground";

type SaidProps = {
  tone: "danger" | "signal";
  children: string;
  onRetry?: (() => void) | undefined;
  retryAt?: number | null;
};
const Said = ({ tone, children, onRetry, retryAt = null }: SaidProps) => (
  <div className="p-3">
    <Notice tone={tone} actions={onRetry && <RetryButton retryAt={retryAt} onClick={onRetry} />}>
      {children}
    </Notice>
  </div>
);

const Skeleton = () => (
  <div aria-hidden data-testid="skeleton" className="animate-pulse-soft space-y-4 px-4 py-4">
    {["w-3/5", "w-4/5", "w-2/5"].map((width) => (
      <div key={width} className={`h-4 rounded bg-muted ${width}`} />
    ))}
  </div>
);

const isMistake = (error: Error) => error instanceof ApiError && error.status === 400;
const retryAt = (error: Error) => (error instanceof ApiError ? error.retryAt : null);
const said = (error: Error) =>
  (error instanceof ApiError ? (error.fieldErrors.q?.[0] ?? error.message) : null) ?? palette.failed;
