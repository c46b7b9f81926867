import { useQuery } from "@tanstack/react-query";
import { Trash2, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { formatNumber, formatPercent } from "@/lib/format";
import { formatMoment } from "@/lib/when";
import { sentenceOf } from "@/texts/problems";
import { sharing } from "@/texts/sharing";
import { type Import, importsQuery, isOver, useImportChanges } from "./api";
import { DropZone } from "./drop-zone";
import { ImportReport } from "./import-report";
import { JobLine } from "./job-line";

export function ImportPanel() {
  const t = sharing.imported;
  const imports = useQuery(importsQuery);
  return (
    <Panel title={t.title} hint={t.hint}>
      <DropZone disabled={imports.data?.every(isOver) === false} />
      <h3 className="mt-5 mb-2 text-sm font-medium">{t.list}</h3>
      <Loaded query={imports} lines={1}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-muted-foreground">{t.nothing}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((job) => (
                <ImportLine key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function ImportLine({ job }: { job: Import }) {
  const t = sharing.imported;
  const { remove } = useImportChanges();
  const { report } = job;
  const facts = [formatMoment(job.createdAt), ...progressOf(job), job.error && sentenceOf(job.error)].filter(
    (fact) => !!fact,
  );
  return (
    <JobLine
      title={t.from(t.sources[report?.source ?? ""] ?? t.unknown)}
      job={job}
      facts={facts as string[]}
      actions={
        <Button variant="outline" size="sm" disabled={remove.isPending} onClick={() => remove.mutate(job.id)}>
          {isOver(job) ? <Trash2 aria-hidden /> : <X aria-hidden />}
          {isOver(job) ? t.forget : sharing.jobs.cancel}
        </Button>
      }
    >
      {report && isOver(job) && <ImportReport report={report} />}
    </JobLine>
  );
}

function progressOf(job: Import): string[] {
  const t = sharing.imported;
  if (job.state === "queued") return [t.waiting];
  if (!job.report) return [];
  if (isOver(job))
    return [
      t.result(formatNumber(job.report.imported), formatNumber(job.report.found)),
      t.messages(formatNumber(job.report.messages)),
    ];
  const percent = formatPercent(job.total ? job.done / job.total : 0);
  return [t.reading(percent, formatNumber(job.report.imported))];
}
