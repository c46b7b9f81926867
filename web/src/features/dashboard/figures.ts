import type { Period, Sums } from "./api";
import { rangeOf } from "./api";

export type Total = {
  requests: number;
  errors: number;
  tokens: number;
  firstTokenMs: number | null;
  tokensPerSecond: number | null;
  cost: number | null;
};

/** Tokens of answers a second, over all that was answered. */
export const rateOf = ({ answerTokens, requests, durationMs }: Sums) =>
  durationMs && requests ? (answerTokens * 1_000) / (durationMs * requests) : null;

/** Averages are weighed by the requests they are of. */
export function totalOf(rows: Sums[]): Total {
  const sum = (pick: (row: Sums) => number) => rows.reduce((all, row) => all + pick(row), 0);
  const requests = sum((row) => row.requests);
  const timed = rows.filter((row) => row.firstTokenMs !== null);
  const ofTimed = timed.reduce((all, row) => all + row.requests, 0);
  const milliseconds = sum((row) => (row.durationMs ?? 0) * row.requests);
  return {
    requests,
    errors: sum((row) => row.errors),
    tokens: sum((row) => row.promptTokens + row.answerTokens),
    firstTokenMs: ofTimed
      ? timed.reduce((all, row) => all + (row.firstTokenMs ?? 0) * row.requests, 0) / ofTimed
      : null,
    tokensPerSecond: milliseconds ? (sum((row) => row.answerTokens) * 1_000) / milliseconds : null,
    cost: rows.some((row) => row.cost !== undefined) ? sum((row) => row.cost ?? 0) : null,
  };
}

export const MEASURES = ["requests", "tokens", "firstToken", "rate", "errors", "cost"] as const;
export type Measure = (typeof MEASURES)[number];

/** A figure of a sum; null: it cannot be told. */
export function measureOf(row: Sums, measure: Measure): number | null {
  switch (measure) {
    case "requests":
      return row.requests;
    case "tokens":
      return row.promptTokens + row.answerTokens;
    case "firstToken":
      return row.firstTokenMs;
    case "rate":
      return rateOf(row);
    case "errors":
      return row.errors;
    case "cost":
      return row.cost ?? null;
  }
}

export type Sorting = { measure: Measure; descending: boolean };

/** What cannot be told comes last, whichever way. */
export const sorted = (rows: Sums[], { measure, descending }: Sorting) =>
  rows.toSorted((a, b) => {
    const [one, other] = [measureOf(a, measure), measureOf(b, measure)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return descending ? other - one : one - other;
  });

const HOUR = 3_600_000;

/** Each hour or day of the period, also those in which nothing happened. */
export function series(rows: Sums[], period: Period, now = Date.now()): { at: string; row: Sums | undefined }[] {
  const step = period === "day" ? HOUR : 24 * HOUR;
  const { from, to } = rangeOf(period, now);
  const place = (iso: string) => Math.floor(Date.parse(iso) / step);
  const known = new Map(rows.map((row) => [place(row.hour ?? row.day ?? ""), row]));
  const first = place(from);
  const count = Math.ceil(Date.parse(to) / step) - first;
  return Array.from({ length: count }, (_, index) => ({
    at: new Date((first + index) * step).toISOString(),
    row: known.get(first + index),
  }));
}
