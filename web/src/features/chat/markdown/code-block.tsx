import { Check, Copy } from "lucide-react";
import { type CSSProperties, memo, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { highlight } from "./highlight";
import type { Span } from "./highlight.worker";

const AGAIN_AFTER = 120;

export const CodeBlock = memo(function CodeBlock({ code, language }: { code: string; language: string }) {
  const [copied, copy] = useCopy();
  const coloured = useHighlighted(code, language);
  return (
    <figure dir="ltr" className="overflow-hidden rounded-xl border bg-card">
      <figcaption className="flex items-center justify-between border-b bg-muted/50 py-0.5 ps-4 pe-1.5 text-xs text-muted-foreground">
        <span className="font-mono">{language || "text"}</span>
        <IconButton label={copied ? text.chat.copied : text.chat.copyCode} onClick={() => copy(code)}>
          {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
        </IconButton>
      </figcaption>
      <pre
        className="overflow-x-auto px-4 py-3 font-mono text-[0.8125rem] leading-6 [overflow-wrap:normal]"
        tabIndex={0}
      >
        <code>
          {coloured?.lines.map((spans, index) => (
            <Line key={index} spans={spans} />
          ))}
          {coloured ? code.slice(coloured.code.length) : code}
        </code>
      </pre>
    </figure>
  );
});

const Line = memo(
  function Line({ spans }: { spans: Span[] }) {
    return (
      <span className="shiki-line block min-h-[1lh]">
        {spans.map(([content, light, dark], index) => (
          <span key={index} style={{ "--shiki-light": light, "--shiki-dark": dark } as CSSProperties}>
            {content}
          </span>
        ))}
      </span>
    );
  },
  (before, after) =>
    before.spans.length === after.spans.length &&
    before.spans.every((span, index) => span[0] === after.spans[index]?.[0] && span[1] === after.spans[index]?.[1]),
);

type Coloured = { code: string; lines: Span[][] };

/** The coloured beginning of the code. One request at a time: while it streams, the newest tail stays plain. */
function useHighlighted(code: string, language: string): Coloured | null {
  const [coloured, setColoured] = useState<Coloured | null>(null);
  const wanted = useRef(code);
  const busy = useRef(false);
  wanted.current = code;
  useEffect(() => {
    if (busy.current || coloured?.code === code) return;
    busy.current = true;
    const run = async (): Promise<void> => {
      const now = wanted.current;
      const lines = await highlight(now, language);
      if (lines) setColoured({ code: now, lines });
      if (lines && wanted.current !== now) setTimeout(() => void run(), AGAIN_AFTER);
      else busy.current = false;
    };
    void run();
  }, [code, language, coloured]);
  return coloured && code.startsWith(coloured.code) ? coloured : null;
}
