import { useEffect, useState } from "react";
import { useDark } from "@/lib/use-dark";
import { text } from "@/texts/text";
import { CodeBlock } from "./code-block";
import { drawDiagram, MAX_SOURCE } from "./draw-diagram";

const SETTLED = 400;

/** A Mermaid source as the diagram it describes; as text while it grows, and where it cannot be drawn. */
export default function Diagram({ source }: { source: string }) {
  const dark = useDark();
  const [drawn, setDrawn] = useState<{ url: string; source: string } | null>(null);
  const [failed, setFailed] = useState(false);
  const [asText, setAsText] = useState(false);
  useEffect(() => {
    let url: string | undefined;
    let gone = false;
    setFailed(false);
    const timer = setTimeout(async () => {
      try {
        if (source.length > MAX_SOURCE) throw new Error("too long");
        const svg = await drawDiagram(source, dark);
        if (gone) return;
        url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
        setDrawn({ url, source });
      } catch {
        if (!gone) setFailed(true);
      }
    }, SETTLED);
    return () => {
      gone = true;
      clearTimeout(timer);
      if (url) URL.revokeObjectURL(url);
    };
  }, [source, dark]);

  const shown = drawn?.source === source && !asText ? drawn.url : null;
  return (
    <div>
      {shown ? (
        <figure className="overflow-x-auto rounded-xl border bg-card p-4">
          <img src={shown} alt={text.chat.diagram} className="mx-auto max-h-[32rem] max-w-full" />
        </figure>
      ) : (
        <CodeBlock code={source} language="mermaid" />
      )}
      <p className="mt-1 text-xs text-muted-foreground">
        {failed ? (
          text.chat.noDiagram
        ) : drawn ? (
          <button type="button" className="min-h-6 underline underline-offset-2" onClick={() => setAsText(!asText)}>
            {asText ? text.chat.showDiagram : text.chat.showSource}
          </button>
        ) : null}
      </p>
    </div>
  );
}
