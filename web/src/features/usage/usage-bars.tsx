import { formatNumber } from "@/lib/format";
import { locale } from "@/texts/language";
import { manage } from "@/texts/manage";
import type { Grouping, UsageFigures, UsageRow } from "./api";
import { sumOf, tokensOf } from "./rows";

type Props = { rows: UsageRow[]; by: Grouping };

const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const MOST_GROUPS = 12;
const percentOf = (part: number, whole: number) => `${whole > 0 ? (part / whole) * 100 : 0}%`;
const said = (row: UsageRow) => manage.usage.bar(row.label, formatNumber(tokensOf(row)), formatNumber(row.requests));

/** A bar for each hour or day. The table below says the same in figures, so to screen readers this is one picture. */
export function TimeBars({ rows, by }: Props) {
  const most = Math.max(1, ...rows.map(tokensOf));
  const first = rows[0]?.label;
  const last = rows.at(-1)?.label;
  return (
    <figure className="mb-6 rounded-2xl border bg-card p-4 sm:p-5">
      <Legend most={most} />
      <div
        role="img"
        aria-label={manage.usage.chart(manage.usage.groups[by], formatNumber(tokensOf(sumOf(rows))))}
        className="flex h-40 items-end gap-px border-b sm:gap-0.5"
      >
        {rows.map((row) => (
          <div
            key={row.group}
            title={said(row)}
            className="flex h-full min-w-px flex-1 flex-col justify-end hover:bg-accent"
          >
            <div className="rounded-t-xs bg-primary" style={{ height: percentOf(row.answerTokens, most) }} />
            <div className="bg-primary/40" style={{ height: percentOf(row.promptTokens, most) }} />
          </div>
        ))}
      </div>
      <div aria-hidden className="mt-1.5 flex justify-between text-xs text-muted-foreground">
        <span>{first}</span>
        <span>{last}</span>
      </div>
    </figure>
  );
}

/** A bar for each model, node, user: the ones that used most. */
export function GroupBars({ rows, by }: Props) {
  const shown = rows.slice(0, MOST_GROUPS);
  const most = Math.max(1, ...shown.map(tokensOf));
  return (
    <figure className="mb-6 rounded-2xl border bg-card p-4 sm:p-5">
      <Legend most={null} />
      <div
        role="img"
        aria-label={manage.usage.chart(manage.usage.groups[by], formatNumber(tokensOf(sumOf(rows))))}
        className="space-y-2.5"
      >
        {shown.map((row) => (
          <div key={row.group} title={said(row)}>
            <div className="flex justify-between gap-4 text-sm">
              <span className="truncate">{row.label}</span>
              <span className="tabular-nums">{compact.format(tokensOf(row))}</span>
            </div>
            <Bar row={row} most={most} />
          </div>
        ))}
      </div>
    </figure>
  );
}

const Bar = ({ row, most }: { row: UsageFigures; most: number }) => (
  <div className="mt-1 flex h-2 overflow-hidden rounded-full bg-muted">
    <div className="bg-primary/40" style={{ width: percentOf(row.promptTokens, most) }} />
    <div className="bg-primary" style={{ width: percentOf(row.answerTokens, most) }} />
  </div>
);

const Legend = ({ most }: { most: number | null }) => (
  <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-xs bg-primary" />
      {manage.usage.answerTokens}
    </span>
    <span className="flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-xs bg-primary/40" />
      {manage.usage.promptTokens}
    </span>
    {most !== null && <span className="ms-auto tabular-nums">{manage.usage.most(compact.format(most))}</span>}
  </figcaption>
);
