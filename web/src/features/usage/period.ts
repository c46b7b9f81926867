import type { Range } from "./api";

export type Period = "day" | "week" | "month" | "custom";

const HOUR = 3_600_000;
const HOURS = { day: 24, week: 7 * 24, month: 30 * 24 };

/** Ends with the running hour, so that what happened just now is in it and the question stays the same for a while. */
export function rangeOf(period: Exclude<Period, "custom">, now = Date.now()): Range {
  const to = (Math.floor(now / HOUR) + 1) * HOUR;
  return { from: new Date(to - HOURS[period] * HOUR).toISOString(), to: new Date(to).toISOString() };
}

/** Two days as a date field gives them, the last one whole. */
export function customRange(fromDay: string, toDay: string): Range | null {
  const from = Date.parse(`${fromDay}T00:00:00Z`);
  const to = Date.parse(`${toDay}T00:00:00Z`) + 24 * HOUR;
  return Number.isNaN(from) || Number.isNaN(to) || from >= to
    ? null
    : { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
