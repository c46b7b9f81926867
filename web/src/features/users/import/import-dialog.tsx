import { Download, FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { save } from "@/lib/download";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type ImportReport, useImport } from "./api";
import { ReportList } from "./report-list";

type Props = { open: boolean; onClose: () => void };

/** Makes accounts from a table: chosen, tried, looked at, made. */
export function ImportDialog({ open, onClose }: Props) {
  const [report, setReport] = useState<ImportReport | null>(null);
  const close = () => {
    onClose();
    setReport(null);
  };
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && close()} title={t.importTitle}>
      <Steps report={report} onReport={setReport} onClose={close} />
    </Dialog>
  );
}

type StepsProps = { report: ImportReport | null; onReport: (report: ImportReport) => void; onClose: () => void };

function Steps({ report, onReport, onClose }: StepsProps) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const { run, busy, problem } = useSubmit();
  const { mutateAsync } = useImport();
  const send = (chosen: File, dryRun: boolean) =>
    run(async () => onReport(await mutateAsync({ file: chosen, dryRun })), dryRun ? undefined : t.imported);
  const take = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    void send(chosen, true);
    if (input.current) input.current.value = "";
  };
  const done = report !== null && !report.dryRun;
  return (
    <div className="space-y-5">
      {!done && <p className="text-muted-foreground">{t.importHint}</p>}
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      {report && (
        <>
          <p role="status" className="font-medium">
            {done ? t.importMade(report.made, report.failed) : t.importWould(report.made, report.failed)}
          </p>
          {done && report.made > 0 && <Notice tone="signal">{t.importOnce}</Notice>}
          <ReportList lines={report.lines} />
        </>
      )}
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label={t.importFile}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => take(event.target.files?.[0])}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="outline" onClick={onClose}>
          {done ? manage.common.done : text.app.cancel}
        </Button>
        {!done && (
          <Button variant={report ? "outline" : "primary"} disabled={busy} onClick={() => input.current?.click()}>
            <FileUp aria-hidden />
            {t.importChoose}
          </Button>
        )}
        {report?.dryRun && report.made > 0 && file && (
          <Button disabled={busy} onClick={() => void send(file, false)}>
            {t.importGo(report.made)}
          </Button>
        )}
        {done && (
          <Button onClick={() => download(report)}>
            <Download aria-hidden />
            {t.importDownload}
          </Button>
        )}
      </div>
    </div>
  );
}

const download = ({ csv }: ImportReport) =>
  save(new Blob([csv.replaceAll(",/reset#", `,${location.origin}/reset#`)], { type: "text/csv" }), "accounts.csv");
