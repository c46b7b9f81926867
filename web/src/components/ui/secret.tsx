import { type ReactNode, useEffect, useRef } from "react";
import { manage } from "@/texts/manage";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

type Props = { label: string; hint: string; copy: string; value: string; onDone: () => void; children?: ReactNode };

/** A secret that is shown once. */
export function Secret({ label, hint, copy, value, onDone, children }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // It took the place of a form that may have been scrolled, and whose button had the focus.
    field.current?.closest("[role=dialog]")?.scrollTo(0, 0);
    field.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="space-y-5">
      <Notice tone="signal">{hint}</Notice>
      <div className="flex flex-wrap items-stretch gap-2">
        <input
          ref={field}
          readOnly
          dir="ltr"
          aria-label={label}
          value={value}
          onFocus={(event) => event.target.select()}
          className="h-10 min-w-0 flex-1 basis-56 rounded-lg border border-input bg-muted/50 px-3 font-mono text-sm"
        />
        <CopyButton words label={copy} value={value} />
      </div>
      {children}
      <div className="flex justify-end">
        <Button variant="outline" onClick={onDone}>
          {manage.common.done}
        </Button>
      </div>
    </div>
  );
}
