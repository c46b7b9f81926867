import { dashboard as t } from "@/texts/dashboard";
import { locale } from "@/texts/language";
import type { Period, Sums } from "./api";
import { type Measure, measureOf, series } from "./figures";
import { shown } from "./shown";

const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });

type Props = { rows: Sums[]; period: Period; measure: Measure; currency: string };

/** A figure over time; of requests, those that failed stand at the foot. To screen readers one picture: the figures above say the sum. */
export function Bars({ rows, period, measure, currency }: Props) {
  const bars = series(rows, period);
  const highest = rows.toSorted((a, b) => (measureOf(b, measure) ?? 0) - (measureOf(a, measure) ?? 0))[0];
  const most = (highest && measureOf(highest, measure)) || 1;
  const label = (at: string) => (period === "day" ? hour : day).format(new Date(at));
  const height = (part: number) => ({ height: `${(part / most) * 100}%` });
  return (
    <figure className="rounded-2xl border bg-card p-4 sm:p-5">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
        {measure === "requests" ? (
          <>
            <Key className="bg-primary" name={t.answered} />
            <Key className="bg-danger" name={t.failed} />
          </>
        ) : (
          <Key className={measure === "errors" ? "bg-danger" : "bg-primary"} name={t.measures[measure]} />
        )}
        {highest && <span className="ms-auto tabular-nums">{t.most(shown(highest, measure, currency))}</span>}
      </figcaption>
      <div
        role="img"
        aria-label={t.chart(t.measures[measure])}
        className="flex h-32 items-end gap-px border-b sm:gap-0.5"
      >
        {bars.map(({ at, row }) => {
          const value = row ? (measureOf(row, measure) ?? 0) : 0;
          const failed = measure === "errors" ? value : measure === "requests" ? (row?.errors ?? 0) : 0;
          return (
            <div
              key={at}
              title={`${label(at)}: ${row ? shown(row, measure, currency) : "–"}`}
              className="flex h-full min-w-px flex-1 flex-col justify-end hover:bg-accent"
            >
              <div className="rounded-t-xs bg-primary" style={height(value - failed)} />
              <div className="bg-danger" style={height(failed)} />
            </div>
          );
        })}
      </div>
      <div aria-hidden className="mt-1.5 flex justify-between text-xs text-muted-foreground">
        <span>{label(bars[0]?.at ?? "")}</span>
        <span>{label(bars.at(-1)?.at ?? "")}</span>
      </div>
    </figure>
  );
}

const Key = ({ className, name }: { className: string; name: string }) => (
  <span className="flex items-center gap-1.5">
    <span aria-hidden className={`size-2.5 rounded-xs ${className}`} />
    {name}
  </span>
);
