import { FileUp } from "lucide-react";
import { useId, useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { presets } from "@/texts/presets";
import { type ImportReport, usePresetChanges } from "./api";

const LARGEST = 8 * 1024 * 1024;

type Props = { open: boolean; onClose: () => void };

/** Takes a file of presets, and says what became of each. */
export function ImportDialog({ open, onClose }: Props) {
  const id = useId();
  const { load } = usePresetChanges();
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    onClose();
    setReport(null);
    setProblem(null);
  };
  const read = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    try {
      if (file.size > LARGEST) throw new Error(presets.tooLarge);
      setReport(await load.mutateAsync(parse(await file.text())));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog open={open} onOpenChange={(now) => !now && close()} title={presets.importTitle}>
      {report ? (
        <Report report={report} onDone={close} />
      ) : (
        <div className="space-y-4">
          <p className="text-muted-foreground">{presets.importHint}</p>
          {problem && <Notice tone="danger">{problem}</Notice>}
          <input
            id={id}
            type="file"
            accept="application/json,.json"
            disabled={load.isPending}
            className="peer sr-only"
            onChange={(event) => {
              void read(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          <label
            htmlFor={id}
            className={buttonStyles({ className: "peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2" })}
          >
            <FileUp aria-hidden />
            {load.isPending ? presets.importing : presets.chooseFile}
          </label>
        </div>
      )}
    </Dialog>
  );
}

function Report({ report, onDone }: { report: ImportReport; onDone: () => void }) {
  return (
    <div className="space-y-4">
      <p role="status">{presets.imported(report.created, report.updated)}</p>
      {report.skipped.length > 0 && (
        <div>
          <p className="font-medium">{presets.skipped(report.skipped.length)}</p>
          <ul className="mt-2 max-h-60 space-y-2 overflow-y-auto text-sm">
            {report.skipped.map(({ index, name, reason }) => (
              <li key={index}>
                <span className="font-medium">{name ?? presets.entry(index + 1)}</span>
                <span className="block text-muted-foreground [overflow-wrap:anywhere]">{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex justify-end">
        <Button onClick={onDone}>{presets.done}</Button>
      </div>
    </div>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(presets.notJson);
  }
}
