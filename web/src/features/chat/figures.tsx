import { Popover } from "@base-ui/react/popover";
import { Gauge } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { formatDuration, formatNumber, tokenRate } from "@/lib/format";
import { text } from "@/texts/text";
import type { Row } from "./row";

/** What an answer took, for those who ask. */
export function Figures({ row }: { row: Row }) {
  const facts = factsOf(row);
  return (
    <Popover.Root>
      <Popover.Trigger render={<IconButton label={text.chat.figures} />}>
        <Gauge aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-50">
          <Popover.Popup className="min-w-56 rounded-xl border bg-card p-4 text-sm shadow-float outline-none">
            <Popover.Title className="mb-2 font-semibold">{text.chat.figuresOf}</Popover.Title>
            {facts.length > 0 ? (
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
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

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
