import { FileUp, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import { formatPercent } from "@/lib/format";
import { useSubmit } from "@/lib/use-submit";
import { sharing } from "@/texts/sharing";
import { useImportChanges } from "./api";

/** Takes a file by dropping or by choosing, and sends it. */
export function DropZone({ disabled }: { disabled: boolean }) {
  const t = sharing.imported;
  const input = useRef<HTMLInputElement>(null);
  const sending = useRef<AbortController | null>(null);
  const [over, setOver] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [sent, setSent] = useState(0);
  const [copies, setCopies] = useState(false);
  const { start } = useImportChanges();
  const { run, busy, problem } = useSubmit();

  const take = async (file: File | undefined) => {
    if (!file || busy || disabled) return;
    setName(file.name);
    setSent(0);
    sending.current = new AbortController();
    const { signal } = sending.current;
    // Cancelled by the user: nothing went wrong.
    await run(() =>
      start
        .mutateAsync({ file, copies, signal, onProgress: setSent })
        .catch((error) => !signal.aborted && Promise.reject(error)),
    );
    setName(null);
    if (input.current) input.current.value = "";
  };

  return (
    <div className="max-w-160 space-y-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
        className={cn(
          "flex flex-wrap items-center justify-center gap-3 rounded-2xl border border-dashed border-input px-4 py-8 text-center transition-colors",
          over && "border-primary bg-accent",
        )}
      >
        {busy && name ? (
          <>
            <div className="min-w-0 basis-64">
              <p role="status" className="[overflow-wrap:anywhere]">
                {t.uploading(name)}
              </p>
              <p className="mt-1.5 flex items-center gap-2.5 text-sm text-muted-foreground tabular-nums">
                <ProgressBar label={sharing.jobs.progress} className="min-w-0 flex-1" value={sent} />
                {formatPercent(sent)}
              </p>
            </div>
            <Button variant="outline" size="sm" onClick={() => sending.current?.abort()}>
              <X aria-hidden />
              {sharing.jobs.cancel}
            </Button>
          </>
        ) : (
          <>
            <FileUp aria-hidden className="size-5 text-muted-foreground" />
            <span className="text-muted-foreground">{t.drop}</span>
            <Button variant="outline" disabled={disabled} onClick={() => input.current?.click()}>
              {t.choose}
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          aria-label={t.file}
          accept=".json,.zip,application/json,application/zip"
          hidden
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      <Switch label={t.copies} hint={t.copiesHint} checked={copies} onChange={setCopies} />
    </div>
  );
}
