import { expect, it } from "vitest";
import type { InferenceNode } from "./api";
import { bodyOf, check, losesKey, valuesOf } from "./node-form";
import { inOrder, stateOf } from "./node-state";

const node: InferenceNode = {
  id: "n1",
  name: "attic",
  kind: "ollama",
  url: "http://10.0.0.5:11434",
  source: "administrator",
  approved: true,
  draining: false,
  reachable: true,
  breaker: "closed",
  version: "0.40.0",
  warning: null,
  error: null,
  dataLeavesSite: false,
  weight: 2,
  maxConcurrent: 8,
  labels: { gpu: "rtx", room: "attic" },
  numCtx: null,
  hasApiKey: true,
  models: [],
  placement: [
    { name: "llama3", upstream: "llama3:8b" },
    { name: "qwen3", upstream: "qwen3" },
  ],
  inFlight: 0,
  firstTokenMs: null,
  tokensPerSecond: null,
  errorRate: 0,
  lastSeenAt: null,
  expiresAt: null,
  dialect: "generic",
  timeouts: null,
  announcedFrom: null,
  revision: 3,
};

it("writes back what it read, and never the key", () => {
  const values = valuesOf(node);

  expect(check(values)).toEqual({});
  expect(bodyOf(values, node)).toEqual({
    name: "attic",
    url: "http://10.0.0.5:11434",
    timeouts: null,
    weight: 2,
    maxConcurrent: 8,
    numCtx: null,
    labels: { gpu: "rtx", room: "attic" },
    placement: [
      { name: "llama3", upstream: "llama3:8b" },
      { name: "qwen3", upstream: null },
    ],
  });
});

it("sends a key only when one was typed or is to go", () => {
  expect(bodyOf({ ...valuesOf(node), apiKey: " secret " }, node)).toMatchObject({ apiKey: "secret" });
  expect(bodyOf({ ...valuesOf(node), dropKey: true }, node)).toHaveProperty("apiKey");
  expect(bodyOf(valuesOf(node), node)).not.toHaveProperty("apiKey");
});

it("leaves to a node what it says itself, and the key with its address", () => {
  const announced: InferenceNode = { ...node, source: "announced" };

  expect(bodyOf(valuesOf(announced), announced)).not.toHaveProperty("url");
  expect(losesKey({ ...valuesOf(node), url: "http://10.0.0.5:11434/other" }, node)).toBe(false);
  expect(losesKey({ ...valuesOf(node), url: "http://10.0.0.6:11434" }, node)).toBe(true);
});

it("says where data goes only when that was chosen", () => {
  const leaves = (change: Partial<ReturnType<typeof valuesOf>>, one: InferenceNode | null) =>
    bodyOf({ ...valuesOf(one), ...change }, one).dataLeavesSite;

  expect([leaves({}, null), leaves({}, node)]).toEqual([undefined, undefined]);
  expect([leaves({ dataLeavesSite: "yes" }, node), leaves({ dataLeavesSite: "auto" }, node)]).toEqual([true, null]);
});

it("says which field is wrong", () => {
  const wrong = { name: "-", url: "10.0.0.5:11434", weight: "0", maxConcurrent: "many", labels: "gpu", total: "-1" };

  expect(Object.keys(check({ ...valuesOf(null), ...wrong })).sort()).toEqual(Object.keys(wrong).sort());
  expect(check({ ...valuesOf(null), name: "inside", kind: "embedded", url: "" })).toEqual({});
});

it("tells first what someone must know first", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const state = (change: Partial<InferenceNode>) => stateOf({ ...node, ...change }, now);

  expect(state({})).toBe("reachable");
  expect(state({ approved: false, reachable: false })).toBe("pending");
  expect(state({ expiresAt: "2026-11-21T11:59:59Z", reachable: false })).toBe("expired");
  expect(state({ reachable: false, draining: true })).toBe("unreachable");
  expect(state({ breaker: "open" })).toBe("open");
  expect(state({ breaker: "halfOpen" })).toBe("halfOpen");
  expect([state({ draining: true, inFlight: 2 }), state({ draining: true })]).toEqual(["draining", "drained"]);
  expect(inOrder([node, { ...node, name: "zoo", approved: false }]).map((one) => one.name)).toEqual(["zoo", "attic"]);
});
