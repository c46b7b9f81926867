import { Download } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { save } from "@/lib/download";
import { account } from "@/texts/account";
import { manage } from "@/texts/manage";

/** They are shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = account.twoStep;
  const list = useRef<HTMLUListElement>(null);
  const all = `${codes.join("\n")}\n`;
  // It took the place of a form whose button had the focus.
  useEffect(() => list.current?.focus(), []);
  return (
    <div className="space-y-5">
      <Notice tone="signal">{t.codesHint}</Notice>
      <ul
        ref={list}
        tabIndex={-1}
        dir="ltr"
        aria-label={t.codes}
        className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-4 gap-y-1 rounded-lg border bg-muted/50 px-4 py-3 font-mono text-sm outline-none"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton words label={t.copyCodes} value={all} />
        <Button variant="outline" onClick={() => save(new Blob([all], { type: "text/plain" }), t.file)}>
          <Download aria-hidden />
          {t.download}
        </Button>
        <Button variant="outline" className="ms-auto" onClick={onDone}>
          {manage.common.done}
        </Button>
      </div>
    </div>
  );
}
