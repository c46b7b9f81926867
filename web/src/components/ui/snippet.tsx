import { CopyButton } from "./copy-button";

/** A few lines to paste into a terminal. */
export function Snippet({ label, code }: { label: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-xl border bg-muted/50">
      <figcaption className="flex items-center justify-between gap-2 border-b py-1 ps-3.5 pe-1 text-sm font-medium">
        {label}
        <CopyButton value={code} label={`Copy: ${label}`} />
      </figcaption>
      {/* It scrolls sideways, so it must be reachable by keyboard. */}
      <pre dir="ltr" tabIndex={0} className="overflow-x-auto px-3.5 py-3 font-mono text-[0.8125rem] leading-relaxed">
        {code}
      </pre>
    </figure>
  );
}
