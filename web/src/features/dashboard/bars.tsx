import { formatNumber } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { locale } from "@/texts/language";
import type { Period, Sums } from "./api";
import { series } from "./figures";

const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });

/** Requests over time, those that failed at the foot. To screen readers one picture: the figures above say the sum. */
export function Bars({ rows, period }: { rows: Sums[]; period: Period }) {
  const bars = series(rows, period);
  const most = Math.max(1, ...rows.map((row) => row.requests));
  const label = (at: string) => (period === "day" ? hour : day).format(new Date(at));
  const height = (part: number) => ({ height: `${(part / most) * 100}%` });
  return (
    <figure className="rounded-2xl border bg-card p-4 sm:p-5">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted-foreground">
        <Key className="bg-primary" name={t.answered} />
        <Key className="bg-danger" name={t.failed} />
        <span className="ms-auto tabular-nums">{t.most(formatNumber(most))}</span>
      </figcaption>
      <div role="img" aria-label={t.chart} className="flex h-32 items-end gap-px border-b sm:gap-0.5">
        {bars.map(({ at, row }) => (
          <div
            key={at}
            title={t.bar(label(at), formatNumber(row?.requests ?? 0), formatNumber(row?.errors ?? 0))}
            className="flex h-full min-w-px flex-1 flex-col justify-end hover:bg-accent"
          >
            <div className="rounded-t-xs bg-primary" style={height((row?.requests ?? 0) - (row?.errors ?? 0))} />
            <div className="bg-danger" style={height(row?.errors ?? 0)} />
          </div>
        ))}
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
