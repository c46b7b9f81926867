import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { ProgressBar } from "@/components/ui/progress-bar";
import { sharing } from "@/texts/sharing";
import { isOver, type JobState } from "./api";

const TONES: Record<JobState, Tone> = {
  queued: "plain",
  running: "plain",
  done: "good",
  failed: "danger",
  cancelled: "plain",
};

type Props = {
  title: string;
  job: { state: JobState; done: number; total: number | null };
  facts: string[];
  actions: ReactNode;
  children?: ReactNode;
};

/** Long work as a line of a list: what it is, how far, what can be done. */
export function JobLine({ title, job, facts, actions, children }: Props) {
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 basis-64 grow">
          <h4 className="flex flex-wrap items-center gap-2 font-semibold">
            {title}
            <Badge tone={TONES[job.state]}>{sharing.jobs.states[job.state]}</Badge>
          </h4>
          <p className="mt-0.5 text-sm text-muted-foreground">{facts.join(" · ")}</p>
        </div>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </div>
      {!isOver(job) && (
        <ProgressBar
          label={sharing.jobs.progress}
          className="mt-3 w-full"
          value={job.total ? job.done / job.total : undefined}
        />
      )}
      {children}
    </li>
  );
}
