import { RotateCcw, X } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatBytes } from "@/lib/format";
import { jobs as t } from "@/texts/jobs";
import { isOver, type JobState, type ModelJob, useJobChanges } from "./api";
import { factsOf, failureOf, nameOfLayer, partOf } from "./words";

const TONES: Record<JobState, Tone> = {
  queued: "plain",
  running: "plain",
  done: "good",
  failed: "danger",
  cancelled: "plain",
};

/** One model on its way to one node. */
export function JobRow({ job }: { job: ModelJob }) {
  const { retry, remove } = useJobChanges();
  const over = isOver(job);
  const refused = remove.error?.message ?? retry.error?.message;
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-semibold [overflow-wrap:anywhere]">{job.model}</span>
            <span className="text-sm text-muted-foreground [overflow-wrap:anywhere]">{t.on(job.node)}</span>
            <Badge tone={TONES[job.state]}>{t.states[job.state]}</Badge>
            {job.kind === "create" && <Badge>{t.create}</Badge>}
          </h3>
          <p className="mt-0.5 text-sm text-muted-foreground tabular-nums">{factsOf(job).join(" · ")}</p>
        </div>
        <div className="-me-1.5 flex shrink-0 items-center">
          {(job.state === "failed" || job.state === "cancelled") && (
            <IconButton
              label={t.retryOf(job.model, job.node)}
              disabled={retry.isPending}
              onClick={() => retry.mutate(job.id)}
            >
              <RotateCcw aria-hidden />
            </IconButton>
          )}
          <IconButton
            label={(over ? t.forget : t.cancelOf)(job.model, job.node)}
            disabled={remove.isPending || job.cancelRequested}
            onClick={() => remove.mutate(job.id)}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      </div>
      {!over && <ProgressBar label={t.progress(job.model, job.node)} className="mt-3 w-full" value={partOf(job)} />}
      {job.state === "running" && job.layers.length > 1 && <Layers job={job} />}
      {job.problem && <p className="mt-2 text-sm text-signal">{job.problem}</p>}
      {job.error && <p className="mt-1.5 text-sm text-danger">{failureOf(job)}</p>}
      {refused && (
        <p role="alert" className="mt-1.5 text-sm text-danger">
          {refused}
        </p>
      )}
    </li>
  );
}

/** The files that the model is made of. */
const Layers = ({ job }: { job: ModelJob }) => (
  <details className="mt-2 text-sm text-muted-foreground">
    <summary className="w-fit cursor-pointer rounded py-1">{t.files(job.layers.length)}</summary>
    <ul className="mt-1 space-y-1.5">
      {job.layers.map((layer) => (
        <li key={layer.digest} className="grid grid-cols-[8rem_minmax(0,1fr)_auto] items-center gap-3 tabular-nums">
          <code className="truncate text-xs">{nameOfLayer(layer)}</code>
          <ProgressBar label={nameOfLayer(layer)} className="w-full" value={partOf(layer)} />
          <span>{formatBytes(layer.total)}</span>
        </li>
      ))}
    </ul>
  </details>
);
