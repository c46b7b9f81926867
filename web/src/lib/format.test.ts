import { expect, it } from "vitest";
import { ageGroup, formatBytes, formatContext, formatDuration, tokenRate } from "./format";

it("words durations by their size", () => {
  const words = ["12 ms", "1.2 s", "59.9 s", "1 min 0 s", "1 min 23 s", "2 min 0 s"];

  expect([12.4, 1_234, 59_949, 59_960, 83_000, 119_800].map(formatDuration)).toEqual(words);
});

it("gives a rate only where there is one", () => {
  expect(tokenRate(100, 2_000)).toBe("50");
  expect(tokenRate(1_000, 2_000)).toBe("500");
  expect([tokenRate(0, 10), tokenRate(10, 0), tokenRate(null, 10)]).toEqual([null, null, null]);
});

it("words sizes", () => {
  expect([formatBytes(900), formatBytes(4_200_000), formatBytes(4.7e9)]).toEqual(["1 kB", "4.2 MB", "4.7 GB"]);
  expect([formatContext(8_192), formatContext(512)]).toEqual(["8K", "512"]);
});

it("groups by the reader's days", () => {
  const now = new Date(2026, 10, 21, 9, 0);
  const at = (...args: [number, number, number, number]) => ageGroup(new Date(...args).toISOString(), now);

  expect(at(2026, 10, 21, 0)).toBe("Today");
  expect(at(2026, 10, 20, 23)).toBe("Yesterday");
  expect(at(2026, 10, 15, 12)).toBe("Last 7 days");
  expect(at(2026, 9, 25, 12)).toBe("Last 30 days");
  expect(at(2026, 4, 2, 12)).toBe("May");
  expect(at(2024, 4, 2, 12)).toBe("May 2024");
});
