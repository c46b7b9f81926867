import type { Parameters } from "../api";
import type { ModelFacts } from "./api";

export const TEXTS = ["publisher", "licence", "family", "parameterSize", "quantization"] as const;
export const NUMBERS = ["temperature", "topP", "topK", "minP", "repeatPenalty"] as const;
export const CAPABILITIES = ["completion", "vision", "thinking", "tools", "embedding", "jsonSchema"];

type Values = Record<
  | "displayName"
  | "description"
  | "contextLength"
  | "releasedOn"
  | "languages"
  | (typeof TEXTS)[number]
  | (typeof NUMBERS)[number],
  string
>;

/** Facts as they are typed; what nobody says is empty. */
export function valuesOf(facts: ModelFacts): Values {
  const { parameters } = facts;
  const number = (value: number | null | undefined) => (typeof value === "number" ? String(value) : "");
  return {
    displayName: facts.displayName ?? "",
    description: facts.description ?? "",
    publisher: facts.publisher ?? "",
    licence: facts.licence ?? "",
    family: facts.family ?? "",
    parameterSize: facts.parameterSize ?? "",
    quantization: facts.quantization ?? "",
    contextLength: number(facts.contextLength),
    releasedOn: facts.releasedOn ?? "",
    languages: facts.languages?.join(", ") ?? "",
    temperature: number(parameters?.temperature),
    topP: number(parameters?.topP),
    topK: number(parameters?.topK),
    minP: number(parameters?.minP),
    repeatPenalty: number(parameters?.repeatPenalty),
  };
}

export const saidByEngine = (engine: ModelFacts, name: keyof Values) => valuesOf(engine)[name] || undefined;

export function factsOf(values: Values): Omit<ModelFacts, "size" | "capabilities"> {
  const said = (text: string) => text.trim() || null;
  const number = (text: string) => (text.trim() === "" ? null : Number(text));
  const parameters: Parameters = {
    temperature: number(values.temperature),
    topP: number(values.topP),
    topK: number(values.topK),
    minP: number(values.minP),
    repeatPenalty: number(values.repeatPenalty),
    contextLength: null,
  };
  const languages = values.languages.split(/[\s,،]+/).filter(Boolean);
  return {
    displayName: said(values.displayName),
    description: said(values.description),
    publisher: said(values.publisher),
    licence: said(values.licence),
    family: said(values.family),
    parameterSize: said(values.parameterSize),
    quantization: said(values.quantization),
    contextLength: number(values.contextLength),
    releasedOn: said(values.releasedOn),
    languages: languages.length > 0 ? languages : null,
    parameters: Object.values(parameters).some((value) => value !== null) ? parameters : null,
  };
}
