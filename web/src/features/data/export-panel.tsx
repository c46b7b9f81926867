import { useQuery } from "@tanstack/react-query";
import { Download, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { download } from "@/lib/download";
import { formatBytes, formatNumber } from "@/lib/format";
import { useSubmit } from "@/lib/use-submit";
import { formatMoment } from "@/lib/when";
import { sentenceOf } from "@/texts/problems";
import { sharing } from "@/texts/sharing";
import { type Export, exportsQuery, type Format, isOver, useExportChanges } from "./api";
import { FormatChoice, nameOf } from "./format-choice";
import { JobLine } from "./job-line";

export function ExportPanel() {
  const t = sharing.exported;
  const exports = useQuery(exportsQuery);
  const [format, setFormat] = useState<Format>("json");
  const { start } = useExportChanges();
  const { run, busy, problem } = useSubmit();
  return (
    <Panel title={t.allTitle} hint={t.allHint}>
      <form
        className="mb-5 max-w-160 space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => start.mutateAsync(format));
        }}
      >
        <FormatChoice chosen={format} onChange={setFormat} />
        {problem && <Notice tone="danger">{problem.message}</Notice>}
        <Button type="submit" disabled={busy}>
          {t.start}
        </Button>
      </form>
      <h3 className="mb-2 text-sm font-medium">{t.list}</h3>
      <Loaded query={exports} lines={1}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-muted-foreground">{t.nothing}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((job) => (
                <ExportLine key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function ExportLine({ job }: { job: Export }) {
  const t = sharing.exported;
  const { remove } = useExportChanges();
  const { run, busy, problem } = useSubmit();
  const name = nameOf(job.format);
  const there = job.state === "done" && job.expiresAt !== null && Date.parse(job.expiresAt) > Date.now();
  const facts = [
    formatMoment(job.createdAt),
    job.total !== null && t.progress(formatNumber(job.done), formatNumber(job.total)),
    job.size !== null && formatBytes(job.size),
    job.state === "done" && (there ? t.until(formatMoment(job.expiresAt ?? "")) : t.over),
    job.error && sentenceOf(job.error),
  ].filter((fact) => typeof fact === "string");
  return (
    <JobLine
      title={t.of(name)}
      job={job}
      facts={facts}
      actions={
        <>
          {there && (
            <Button
              size="sm"
              disabled={busy}
              aria-label={`${t.download}: ${name}`}
              onClick={() => void run(() => download(`/exports/${job.id}/file`))}
            >
              <Download aria-hidden />
              {t.download}
            </Button>
          )}
          <Button
            variant="outline"
            size="sm"
            disabled={busy}
            aria-label={`${isOver(job) ? t.delete : sharing.jobs.cancel}: ${name}`}
            onClick={() => void run(() => remove.mutateAsync(job.id))}
          >
            {isOver(job) ? <Trash2 aria-hidden /> : <X aria-hidden />}
            {isOver(job) ? t.delete : sharing.jobs.cancel}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="danger" className="mt-3">
          {problem.message}
        </Notice>
      )}
    </JobLine>
  );
}
