import { expect, test } from "vitest";
import type { Sums } from "./api";
import { rateOf, series, sorted, totalOf } from "./figures";

const sums = (some: Partial<Sums>): Sums => ({
  requests: 0,
  promptTokens: 0,
  answerTokens: 0,
  errors: 0,
  firstTokenMs: null,
  durationMs: null,
  ...some,
});

test("averages are weighed by what they are of", () => {
  const total = totalOf([
    sums({ requests: 3, firstTokenMs: 100, durationMs: 1_000, answerTokens: 30 }),
    sums({ requests: 1, firstTokenMs: 500, durationMs: 1_000, answerTokens: 10, errors: 1 }),
    sums({ requests: 9 }),
  ]);
  expect(total).toEqual({ requests: 13, errors: 1, tokens: 40, firstTokenMs: 200, tokensPerSecond: 10, cost: null });
  expect(totalOf([])).toEqual({
    requests: 0,
    errors: 0,
    tokens: 0,
    firstTokenMs: null,
    tokensPerSecond: null,
    cost: null,
  });
});

test("costs are summed where there are prices", () => {
  expect(totalOf([sums({ cost: 1.5 }), sums({}), sums({ cost: 0.25 })]).cost).toBe(1.75);
});

test("rows stand in the order of a figure, those without it last", () => {
  const rows = [sums({ name: "a", firstTokenMs: 5 }), sums({ name: "b" }), sums({ name: "c", firstTokenMs: 9 })];
  const names = (descending: boolean) => sorted(rows, { measure: "firstToken", descending }).map(({ name }) => name);
  expect(names(true)).toEqual(["c", "a", "b"]);
  expect(names(false)).toEqual(["a", "c", "b"]);
});

test("a rate needs a time", () => {
  expect(rateOf(sums({ requests: 2, answerTokens: 40, durationMs: 1_000 }))).toBe(20);
  expect(rateOf(sums({ requests: 2, answerTokens: 40 }))).toBeNull();
});

test("an hour without a request has its place", () => {
  const now = Date.parse("2026-11-22T12:30:00Z");
  const day = series([sums({ hour: "2026-11-22T11:00:00+00:00", requests: 5 })], "day", now);
  expect(day).toHaveLength(24);
  expect(day.at(-1)).toEqual({ at: "2026-11-22T12:00:00.000Z", row: undefined });
  expect(day.at(-2)?.row?.requests).toBe(5);
});
