import { formatDuration, formatNumber } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import type { Sums } from "./api";
import { rateOf } from "./figures";

/** On a phone it scrolls sideways, the name stays. */
export function SumsTable({ rows }: { rows: Sums[] }) {
  const cell = "px-3 py-2.5 text-end whitespace-nowrap tabular-nums";
  if (rows.length === 0) return <p className="text-muted-foreground">{t.nothing}</p>;
  return (
    <section aria-label={t.table} tabIndex={0} className="overflow-x-auto rounded-2xl border bg-card">
      <table className="w-full text-sm">
        <thead className="text-muted-foreground">
          <tr className="border-b">
            <th scope="col" className="sticky start-0 bg-card px-4 py-2.5 text-start font-medium">
              {t.model}
            </th>
            {[t.requests, t.tokens, t.firstToken, t.rate, t.errors].map((head) => (
              <th key={head} scope="col" className={`${cell} font-medium`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => {
            const rate = rateOf(row);
            return (
              <tr key={row.model}>
                <th
                  scope="row"
                  className="sticky start-0 max-w-44 min-w-28 bg-card px-4 py-2.5 text-start font-medium [overflow-wrap:anywhere]"
                >
                  {row.model || t.noModel}
                </th>
                <td className={cell}>{formatNumber(row.requests)}</td>
                <td className={cell}>{formatNumber(row.promptTokens + row.answerTokens)}</td>
                <td className={cell}>{row.firstTokenMs === null ? "–" : formatDuration(row.firstTokenMs)}</td>
                <td className={cell}>{rate === null ? "–" : formatNumber(Math.round(rate * 10) / 10)}</td>
                <td className={row.errors > 0 ? `${cell} text-danger` : cell}>{formatNumber(row.errors)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
