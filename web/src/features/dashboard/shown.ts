import { formatDuration, formatMoney, formatNumber } from "@/lib/format";
import type { Sums } from "./api";
import { type Measure, measureOf } from "./figures";

/** A figure as it is read; a dash where it cannot be told. */
export function shown(row: Sums, measure: Measure, currency: string): string {
  const value = measureOf(row, measure);
  if (value === null) return "–";
  if (measure === "firstToken") return formatDuration(value);
  if (measure === "cost") return formatMoney(value, currency);
  return formatNumber(measure === "rate" ? Math.round(value * 10) / 10 : value);
}
