import { formatBytes, formatDuration } from "@/lib/format";
import { formatAgo } from "@/lib/when";
import { jobs as t } from "@/texts/jobs";
import type { Layer, ModelJob } from "./api";
import { isOver } from "./api";

/** How far, how fast, how long still: as much of it as is known. */
export function factsOf(job: ModelJob): string[] {
  if (isOver(job))
    return [
      job.state === "done" && job.total ? formatBytes(job.total) : "",
      endOf(job),
      formatAgo(job.endedAt ?? job.createdAt),
    ].filter(Boolean);
  if (job.cancelRequested) return [t.ending];
  if (job.state === "queued") return [job.problem ? t.again : t.waits];
  return [
    job.total ? t.of(formatBytes(job.done), formatBytes(job.total)) : t.begins,
    job.bytesPerSecond ? t.rate(formatBytes(job.bytesPerSecond)) : "",
    job.secondsLeft === null ? "" : t.left(formatDuration(job.secondsLeft * 1_000)),
  ].filter(Boolean);
}

const endOf = ({ state, changed }: ModelJob) =>
  state !== "done" || changed === null ? "" : changed ? t.changed : t.unchanged;

/** A failure in the reader's language; one of a newer server in its own words. */
export const failureOf = ({ error, node, model }: ModelJob) =>
  error && (t.errors[error.code]?.(node, model) ?? error.message);

export const nameOfLayer = ({ digest }: Layer) => digest.replace("sha256:", "").slice(0, 12);
export const partOf = ({ done, total }: { done: number; total: number | null }) => (total ? done / total : undefined);
