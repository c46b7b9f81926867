import { cn } from "@/lib/cn";
import { formatDuration, formatNumber } from "@/lib/format";
import { manage } from "@/texts/manage";
import type { Grouping, UsageFigures, UsageRow } from "./api";
import { isTime, sumOf } from "./rows";

/** The figures. On a phone it scrolls sideways, the group stays. */
export function UsageTable({ rows, by }: { rows: UsageRow[]; by: Grouping }) {
  const t = manage.usage;
  const numeric = "px-3 py-2.5 text-end whitespace-nowrap tabular-nums";
  return (
    <section aria-label={t.table} tabIndex={0} className="overflow-x-auto rounded-2xl border bg-card">
      <table className="w-full text-sm">
        <thead className="text-muted-foreground">
          <tr className="border-b">
            <th scope="col" className="sticky start-0 bg-card px-4 py-2.5 text-start font-medium">
              {t.groups[by]}
            </th>
            {[t.requests, t.promptTokens, t.answerTokens, t.errors, t.firstToken, t.duration].map((name) => (
              <th key={name} scope="col" className={`${numeric} font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <tr key={row.group}>
              <th
                scope="row"
                className={cn(
                  "sticky start-0 bg-card px-4 py-2.5 text-start font-medium",
                  isTime(by) ? "whitespace-nowrap" : "max-w-44 min-w-28 [overflow-wrap:anywhere] sm:max-w-none",
                )}
              >
                {row.label}
              </th>
              <Figures row={row} className={numeric} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t font-semibold">
            <th scope="row" className="sticky start-0 bg-card px-4 py-2.5 text-start">
              {t.total}
            </th>
            <Figures row={sumOf(rows)} className={numeric} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

const Figures = ({ row, className }: { row: UsageFigures; className: string }) => (
  <>
    {[row.requests, row.promptTokens, row.answerTokens].map((count, index) => (
      <td key={index} className={className}>
        {formatNumber(count)}
      </td>
    ))}
    <td className={row.errors > 0 ? `${className} text-danger` : className}>{formatNumber(row.errors)}</td>
    <td className={className}>{row.firstTokenMs === null ? null : formatDuration(row.firstTokenMs)}</td>
    <td className={className}>{row.durationMs === null ? null : formatDuration(row.durationMs)}</td>
  </>
);
