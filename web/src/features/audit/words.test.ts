import { expect, test } from "vitest";
import type { AuditEntry } from "./api";
import { queryOf } from "./api";
import { changesOf, nameOf, targetOf } from "./words";

const entry = (some: Partial<AuditEntry>): AuditEntry => ({
  id: "1",
  at: "2026-11-21T12:00:00Z",
  action: "node.changed",
  outcome: "success",
  actor: null,
  key: null,
  target: null,
  ip: null,
  agent: null,
  before: null,
  after: null,
  seq: null,
  ...some,
});

test("only what changed is shown, and all of what is new", () => {
  expect(changesOf(entry({ before: { a: 1, b: [1] }, after: { a: 2, b: [1] } }))).toEqual([
    { name: "a", before: "1", after: "2" },
  ]);
  expect(changesOf(entry({ after: { a: "x", b: null } }))).toEqual([
    { name: "a", before: null, after: "x" },
    { name: "b", before: null, after: "" },
  ]);
  expect(changesOf(entry({}))).toEqual([]);
});

test("an action of a newer server keeps its own name", () => {
  expect(nameOf("node.changed")).not.toBe("node.changed");
  expect(nameOf("moon.landed")).toBe("moon.landed");
});

test("a thing without a name is known by the end of its id", () => {
  expect(targetOf(entry({ target: { kind: "share", id: "019f3a20-0000-7000-8000-000000000001", name: null } }))).toBe(
    "…00000001",
  );
  expect(targetOf(entry({ target: { kind: "model", id: "llama3", name: null } }))).toBe("llama3");
});

test("a day is the reader's own, to its end; what is no day is left out", () => {
  const query = queryOf({ from: "2026-11-21", to: "2026-11-21", text: "" });
  expect(Date.parse(query.to ?? "") - Date.parse(query.from ?? "")).toBe(86_400_000);
  expect(query).not.toHaveProperty("text");
  expect(queryOf({ from: "yesterday" })).toEqual({});
});
