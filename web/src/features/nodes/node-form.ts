import { readCount, readLines, writeCount } from "@/lib/counts";
import { manage } from "@/texts/en-manage";
import type { InferenceNode, NodeBody, NodeKind } from "./api";

export type NodeValues = {
  kind: NodeKind;
  name: string;
  url: string;
  apiKey: string;
  dropKey: boolean;
  dataLeavesSite: boolean;
  weight: string;
  maxConcurrent: string;
  numCtx: string;
  labels: string;
  placement: string;
};
export type NodeErrors = Partial<Record<keyof NodeValues, string>>;

export const valuesOf = (node: InferenceNode | null): NodeValues => ({
  kind: node?.kind ?? "ollama",
  name: node?.name ?? "",
  url: node?.url ?? "",
  apiKey: "",
  dropKey: false,
  dataLeavesSite: node?.dataLeavesSite ?? false,
  weight: writeCount(node?.weight ?? 1),
  maxConcurrent: writeCount(node?.maxConcurrent),
  numCtx: writeCount(node?.numCtx),
  labels: Object.entries(node?.labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join("\n"),
  placement: (node?.placement ?? [])
    .map(({ name, upstream }) => (upstream && upstream !== name ? `${name} = ${upstream}` : name))
    .join("\n"),
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
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error)) as NodeErrors;
}

export function bodyOf(values: NodeValues): NodeBody {
  const key = values.apiKey.trim();
  return {
    name: values.name.trim(),
    ...(values.kind === "embedded" ? {} : { url: values.url.trim() }),
    ...(key ? { apiKey: key } : values.dropKey ? { apiKey: "" } : {}),
    dataLeavesSite: values.dataLeavesSite,
    weight: readCount(values.weight) ?? 1,
    maxConcurrent: readCount(values.maxConcurrent) ?? null,
    numCtx: readCount(values.numCtx) ?? null,
    labels: Object.fromEntries(
      readLines(values.labels)
        .map(split)
        .map(([name, value]) => [name, value ?? ""]),
    ),
    placement: placementOf(values.placement),
  };
}

function placementOf(typed: string): NodeBody["placement"] {
  const lines = readLines(typed).map(split);
  return lines.length === 0 ? null : lines.map(([name, upstream]) => ({ name, upstream: upstream || null }));
}

function split(line: string): [name: string, value: string | undefined] {
  const [name = "", ...rest] = line.split("=");
  return [name.trim(), rest.length > 0 ? rest.join("=").trim() : undefined];
}

function isAddress(typed: string): boolean {
  return /^https?:\/\//i.test(typed) && URL.canParse(typed);
}
