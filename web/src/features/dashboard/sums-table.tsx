import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { dashboard as t } from "@/texts/dashboard";
import type { Grouping, Sums } from "./api";
import { MEASURES, type Measure, type Sorting, sorted } from "./figures";
import { shown } from "./shown";

type Props = { rows: Sums[]; by: Grouping; currency: string };

/** Sorted by the figure whose name is clicked. On a phone it scrolls sideways, the name stays. */
export function SumsTable({ rows, by, currency }: Props) {
  const [sorting, setSorting] = useState<Sorting>({ measure: "tokens", descending: true });
  const cell = "px-3 py-2.5 text-end whitespace-nowrap tabular-nums";
  const measures = MEASURES.filter((measure) => measure !== "cost" || rows.some((row) => row.cost !== undefined));
  if (rows.length === 0) return <p className="text-muted-foreground">{t.nothing}</p>;
  const sort = (measure: Measure) =>
    setSorting((now) => ({ measure, descending: now.measure === measure ? !now.descending : measure !== "rate" }));
  return (
    <section aria-label={t.tables[by]} tabIndex={0} className="overflow-x-auto rounded-2xl border bg-card">
      <table className="w-full text-sm">
        <thead className="text-muted-foreground">
          <tr className="border-b">
            <th scope="col" className="sticky start-0 bg-card px-4 py-2.5 text-start font-medium">
              {t.groups[by]}
            </th>
            {measures.map((measure) => {
              const here = sorting.measure === measure;
              const Arrow = sorting.descending ? ArrowDown : ArrowUp;
              return (
                <th
                  key={measure}
                  scope="col"
                  aria-sort={here ? (sorting.descending ? "descending" : "ascending") : undefined}
                  className="px-1 py-1 text-end font-medium whitespace-nowrap"
                >
                  <button
                    type="button"
                    className="inline-flex min-h-8 cursor-pointer items-center gap-1 rounded-lg px-2 hover:bg-accent hover:text-foreground"
                    onClick={() => sort(measure)}
                  >
                    {here && <Arrow aria-hidden className="size-3.5" />}
                    {t.measures[measure]}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y">
          {sorted(rows, sorting).map((row) => (
            <tr key={row.model ?? row.node ?? row.user}>
              <th
                scope="row"
                className="sticky start-0 max-w-44 min-w-28 bg-card px-4 py-2.5 text-start font-medium [overflow-wrap:anywhere]"
              >
                {nameOf(row, by)}
              </th>
              {measures.map((measure) => (
                <td key={measure} className={measure === "errors" && row.errors > 0 ? `${cell} text-danger` : cell}>
                  {shown(row, measure, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function nameOf(row: Sums, by: Grouping) {
  if (by === "model") return row.model || t.noModel;
  if (by === "node") return row.node || t.noNode;
  return row.name ?? t.goneUser;
}
