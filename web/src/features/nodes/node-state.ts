import type { Tone } from "@/components/ui/badge";
import { compareNames } from "@/lib/compare-names";
import type { manage } from "@/texts/manage";
import type { InferenceNode } from "./api";

export type NodeState = keyof typeof manage.nodes.state;

/** The one thing an administrator should know first. */
export function stateOf(node: InferenceNode, now = Date.now()): NodeState {
  if (!node.approved) return "pending";
  if (node.expiresAt && Date.parse(node.expiresAt) < now) return "expired";
  if (!node.reachable) return "unreachable";
  if (node.breaker === "open") return "open";
  if (node.breaker === "halfOpen") return "halfOpen";
  if (node.draining) return node.inFlight > 0 ? "draining" : "drained";
  return "reachable";
}

export const TONES: Record<NodeState, Tone> = {
  reachable: "good",
  unreachable: "danger",
  pending: "signal",
  draining: "signal",
  drained: "plain",
  open: "danger",
  halfOpen: "signal",
  expired: "danger",
};

/** What needs someone comes first; the rest stays in the order of names. */
export const inOrder = (nodes: InferenceNode[]) =>
  nodes.toSorted((a, b) => Number(a.approved) - Number(b.approved) || compareNames(a.name, b.name));
