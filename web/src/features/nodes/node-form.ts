import { readCount, readLines, writeCount } from "@/lib/counts";
import { manage } from "@/texts/manage";
import type { Dialect, InferenceNode, NodeBody, NodeKind, Timeouts } from "./api";

export const TIMEOUTS = ["connect", "firstToken", "betweenTokens", "total"] as const satisfies (keyof Timeouts)[];
type Timeout = (typeof TIMEOUTS)[number];

export type NodeValues = {
  kind: NodeKind;
  name: string;
  url: string;
  apiKey: string;
  dropKey: boolean;
  /** `auto`: it does unless the address is private. */
  dataLeavesSite: "auto" | "yes" | "no";
  dialect: Dialect;
  weight: string;
  maxConcurrent: string;
  numCtx: string;
  labels: string;
  placement: string;
} & Record<Timeout, string>;
export type NodeErrors = Partial<Record<keyof NodeValues, string>>;

const each = <T>(value: (timeout: Timeout) => T) =>
  Object.fromEntries(TIMEOUTS.map((timeout) => [timeout, value(timeout)])) as Record<Timeout, T>;
const leavesOf = (node: InferenceNode | null) => (!node ? "auto" : node.dataLeavesSite ? "yes" : "no");

export const valuesOf = (node: InferenceNode | null): NodeValues => ({
  kind: node?.kind ?? "ollama",
  name: node?.name ?? "",
  url: node?.url ?? "",
  apiKey: "",
  dropKey: false,
  dataLeavesSite: leavesOf(node),
  dialect: node?.dialect ?? "generic",
  weight: writeCount(node?.weight ?? 1),
  maxConcurrent: writeCount(node?.maxConcurrent),
  numCtx: writeCount(node?.numCtx),
  labels: Object.entries(node?.labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join("\n"),
  placement: (node?.placement ?? [])
    .map(({ name, upstream }) => (upstream && upstream !== name ? `${name} = ${upstream}` : name))
    .join("\n"),
  ...each((timeout) => writeCount(node?.timeouts?.[timeout])),
});

export function check(values: NodeValues): NodeErrors {
  const { common, nodes } = manage;
  const count = (typed: string) => (readCount(typed) === undefined ? common.wholeNumber : undefined);
  const errors: NodeErrors = {
    name: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(values.name.trim()) ? undefined : nodes.nameWrong,
    url: values.kind === "embedded" || isAddress(values.url.trim()) ? undefined : nodes.urlWrong,
    weight: count(values.weight),
    maxConcurrent: count(values.maxConcurrent),
    numCtx: count(values.numCtx),
    labels: readLines(values.labels).every((line) => /^[^=\s][^=]*=/.test(line)) ? undefined : nodes.labelsWrong,
    ...each((timeout) => (readSeconds(values[timeout]) === undefined ? nodes.secondsWrong : undefined)),
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error)) as NodeErrors;
}

/** What is said of a node; of one that is there already only what can be changed, and its address only where it was. */
export function bodyOf(values: NodeValues, node: InferenceNode | null): NodeBody {
  const key = values.apiKey.trim();
  const leaves = values.dataLeavesSite === leavesOf(node) ? undefined : values.dataLeavesSite;
  const timeouts = each((timeout) => readSeconds(values[timeout]) ?? null);
  return {
    // An announced node says these itself.
    ...(node?.source === "announced" ? {} : { name: values.name.trim() }),
    ...(node?.source === "announced" || values.kind === "embedded" ? {} : { url: values.url.trim() }),
    ...(node ? {} : { kind: values.kind }),
    ...(key ? { apiKey: key } : values.dropKey ? { apiKey: "" } : {}),
    ...(leaves === undefined ? {} : { dataLeavesSite: leaves === "auto" ? null : leaves === "yes" }),
    ...(values.kind === "openAI" ? { dialect: values.dialect } : {}),
    weight: readCount(values.weight) ?? 1,
    maxConcurrent: readCount(values.maxConcurrent) ?? null,
    numCtx: readCount(values.numCtx) ?? null,
    labels: Object.fromEntries(
      readLines(values.labels)
        .map(split)
        .map(([name, value]) => [name, value ?? ""]),
    ),
    placement: placementOf(values.placement),
    timeouts: Object.values(timeouts).some((seconds) => seconds !== null) ? timeouts : null,
  };
}

/** The key that is stored stays with the server it was given for. */
export function losesKey(values: NodeValues, node: InferenceNode | null): boolean {
  if (!node?.hasApiKey || !node.url || !isAddress(values.url.trim())) return false;
  return new URL(values.url.trim()).origin !== new URL(node.url).origin;
}

function placementOf(typed: string): NodeBody["placement"] {
  const lines = readLines(typed).map(split);
  return lines.length === 0 ? null : lines.map(([name, upstream]) => ({ name, upstream: upstream || null }));
}

function split(line: string): [name: string, value: string | undefined] {
  const [name = "", ...rest] = line.split("=");
  return [name.trim(), rest.length > 0 ? rest.join("=").trim() : undefined];
}

function readSeconds(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const seconds = Number(typed.trim().replace(",", "."));
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 86_400 ? seconds : undefined;
}

function isAddress(typed: string): boolean {
  return /^https?:\/\//i.test(typed) && URL.canParse(typed);
}
