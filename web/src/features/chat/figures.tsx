import { Gauge } from "lucide-react";
import { Suspense } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { formatDuration, formatNumber, tokenRate } from "@/lib/format";
import { lazy } from "@/lib/lazy";
import { text } from "@/texts/text";
import type { Row } from "./row";

const MadeWith = lazy(() => import("./made-with"));

/** What an answer took, for those who ask. */
export function Figures({ row }: { row: Row }) {
  return (
    <Popover
      title={text.chat.figuresOf}
      trigger={
        <IconButton label={text.chat.figures}>
          <Gauge aria-hidden />
        </IconButton>
      }
    >
      {() => (
        <>
          <Facts facts={factsOf(row)} />
          {row.id && (
            <Suspense fallback={null}>
              <MadeWith messageId={row.id} />
            </Suspense>
          )}
        </>
      )}
    </Popover>
  );
}

const Facts = ({ facts }: { facts: [string, string][] }) =>
  facts.length > 0 ? (
    <dl className="grid grid-cols-[auto_auto] gap-x-6 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="text-end tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  ) : (
    <p className="text-muted-foreground">{text.figures.none}</p>
  );

function factsOf({ usage, durations }: Row): [string, string][] {
  const tokens = (count: number) => text.figures.tokens(formatNumber(count));
  const rate = tokenRate(usage?.answerTokens, durations?.answerMs ?? durations?.totalMs);
  const facts: [string, string | null | undefined][] = [
    [text.figures.answer, usage?.answerTokens != null ? tokens(usage.answerTokens) : null],
    [text.figures.prompt, usage?.promptTokens != null ? tokens(usage.promptTokens) : null],
    [text.figures.speed, rate && text.figures.perSecond(rate)],
    [text.figures.first, durations?.firstTokenMs != null ? formatDuration(durations.firstTokenMs) : null],
    [text.figures.load, durations?.loadMs ? formatDuration(durations.loadMs) : null],
    [text.figures.total, durations?.totalMs != null ? formatDuration(durations.totalMs) : null],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}
