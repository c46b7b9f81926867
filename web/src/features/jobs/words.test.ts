import { expect, test } from "vitest";
import type { ModelJob } from "./api";
import { factsOf, failureOf, nameOfLayer, partOf } from "./words";

const job = (some: Partial<ModelJob>): ModelJob => ({
  id: "1",
  kind: "install",
  model: "llama3.2:3b",
  nodeId: "2",
  node: "gpu-1",
  state: "running",
  step: null,
  done: 0,
  total: null,
  bytesPerSecond: null,
  secondsLeft: null,
  layers: [],
  changed: null,
  problem: null,
  error: null,
  cancelRequested: false,
  createdAt: new Date().toISOString(),
  endedAt: null,
  ...some,
});

test("as much is said as is known", () => {
  expect(factsOf(job({}))).toEqual(["Begins …"]);
  expect(factsOf(job({ done: 5e8, total: 2e9, bytesPerSecond: 3.15e7, secondsLeft: 48 }))).toEqual([
    "500 MB of 2 GB",
    "31.5 MB/s",
    "48 s left",
  ]);
  expect(factsOf(job({ state: "queued" }))).toEqual(["Waits for its turn."]);
  expect(factsOf(job({ state: "queued", problem: "It broke." }))).toEqual(["Is tried again in a moment."]);
  expect(factsOf(job({ cancelRequested: true }))).toEqual(["Is being cancelled …"]);
});

test("what ended says whether anything is new", () => {
  expect(factsOf(job({ state: "done", done: 2e9, total: 2e9, changed: true }))).toEqual([
    "2 GB",
    "A newer version",
    "just now",
  ]);
  expect(factsOf(job({ state: "failed", total: 2e9 }))).toEqual(["just now"]);
});

test("a failure that this page does not know keeps the server's words", () => {
  expect(failureOf(job({ error: { code: "disk-full", message: "x" } }))).toContain("disk of gpu-1 is full");
  expect(failureOf(job({ error: { code: "moon", message: "The moon is away." } }))).toBe("The moon is away.");
  expect(failureOf(job({}))).toBeNull();
});

test("a file is known by the beginning of its digest", () => {
  expect(nameOfLayer({ digest: `sha256:${"ab".repeat(32)}`, done: 0, total: 0 })).toBe("abababababab");
  expect([partOf({ done: 1, total: 4 }), partOf({ done: 0, total: null })]).toEqual([0.25, undefined]);
});
