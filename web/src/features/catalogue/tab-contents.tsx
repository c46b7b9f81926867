import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { formatBytes, formatNumber } from "@/lib/format";
import { formatDay } from "@/lib/when";
import { catalogue as t } from "@/texts/catalogue";
import { locale } from "@/texts/language";
import { text } from "@/texts/text";
import type { ModelCard, ModelNode, Parameters } from "./api";

const languages = new Intl.DisplayNames(locale, { type: "language", fallback: "code" });

function languageName(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    // What an engine calls a language need not be a code.
    return code;
  }
}

export function About({ model, capabilities }: { model: ModelCard; capabilities: string[] }) {
  const facts: [string, ReactNode][] = [
    [t.facts.publisher, model.publisher],
    [t.facts.family, model.family],
    [t.facts.parameterSize, model.parameterSize],
    [t.facts.quantization, model.quantization],
    [t.facts.contextLength, model.contextLength && t.tokens(formatNumber(model.contextLength))],
    [t.facts.size, model.size && formatBytes(model.size)],
    [t.capabilities, capabilities.join(", ")],
    [t.facts.languages, model.languages.map(languageName).join(", ")],
    [t.facts.licence, model.licence],
    [t.facts.releasedOn, model.releasedOn && formatDay(`${model.releasedOn}T12:00:00`)],
    [t.facts.addedAt, model.addedAt && formatDay(model.addedAt)],
    [t.facts.speed, model.tokensPerSecond !== null && t.perSecond(formatNumber(Math.round(model.tokensPerSecond)))],
    [t.facts.requests, model.requests !== null && formatNumber(model.requests)],
    [t.facts.aliasOf, model.aliasOf?.join(", ")],
  ];
  return (
    <>
      {model.description && (
        <p dir="auto" className="page-start mb-6 max-w-prose whitespace-pre-line">
          {model.description}
        </p>
      )}
      {model.dataLeavesSite && <p className="mb-6 max-w-prose text-signal">{text.models.leavesHint}</p>}
      <Facts facts={facts} />
    </>
  );
}

const Facts = ({ facts }: { facts: [string, ReactNode][] }) => (
  <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
    {facts
      .filter(([, value]) => value)
      .map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs font-medium text-muted-foreground">{name}</dt>
          <dd className="[overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
  </dl>
);

export function ParameterTable({ parameters, lines }: { parameters: Parameters | null; lines: string | null }) {
  const said = (Object.keys(t.parameters) as (keyof Parameters)[]).flatMap((name): [string, ReactNode][] =>
    typeof parameters?.[name] === "number" ? [[t.parameters[name], formatNumber(parameters[name])]] : [],
  );
  if (said.length === 0 && !lines) return <p className="text-muted-foreground">{t.noParameters}</p>;
  return (
    <>
      <Facts facts={said} />
      {lines && (
        <div className="mt-6">
          <h3 className="mb-2 text-sm font-medium">{t.engineLines}</h3>
          <Verbatim text={lines} none="" label={t.engineLines} />
        </div>
      )}
    </>
  );
}

/** A text as it was written, which may be long. */
export const Verbatim = ({ text: written, none, label }: { text: string | null; none: string; label: string }) =>
  written ? (
    <section tabIndex={0} aria-label={label} className="max-h-[60dvh] overflow-auto rounded-2xl border bg-card p-4">
      <pre dir="ltr" className="font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
        {written}
      </pre>
    </section>
  ) : (
    <p className="text-muted-foreground">{none}</p>
  );

export const NodeTable = ({ nodes }: { nodes: ModelNode[] }) => (
  <ul aria-label={t.tabs.nodes} className="divide-y rounded-2xl border bg-card">
    {nodes.map((node) => (
      <li key={node.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <bdi className="font-medium">{node.name}</bdi>
        <Badge tone={node.reachable ? "good" : "danger"} dot>
          {node.reachable ? t.reachable : t.unreachable}
        </Badge>
        {node.loaded && <Badge>{t.loaded}</Badge>}
        {node.dataLeavesSite && <Badge tone="signal">{text.models.leaves}</Badge>}
        <code dir="ltr" className="ms-auto max-w-full truncate text-xs text-muted-foreground">
          {[node.size && formatBytes(node.size), node.digest?.slice(0, 19)].filter(Boolean).join(" · ")}
        </code>
      </li>
    ))}
  </ul>
);
