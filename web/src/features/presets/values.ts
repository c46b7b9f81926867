import { formatNumber } from "@/lib/format";
import { presets } from "@/texts/presets";
import type { Options } from "./api";

export type NumberName =
  | "temperature"
  | "topP"
  | "topK"
  | "minP"
  | "seed"
  | "numPredict"
  | "numCtx"
  | "repeatPenalty"
  | "presencePenalty"
  | "frequencyPenalty"
  | "keepAlive";
export type OptionName = keyof Options;

export type NumberRule = {
  min: number;
  max: number;
  /** Null: too wide for a slider. */
  step: number | null;
  /** What most engines take when nothing is said. */
  usual?: number;
  whole?: boolean;
};

/** The ranges that the server enforces. */
export const NUMBERS: Record<NumberName, NumberRule> = {
  temperature: { min: 0, max: 2, step: 0.05, usual: 0.8 },
  topP: { min: 0, max: 1, step: 0.01, usual: 0.9 },
  topK: { min: 0, max: 1000, step: null, usual: 40, whole: true },
  minP: { min: 0, max: 1, step: 0.01, usual: 0.05 },
  seed: { min: 0, max: 2_147_483_647, step: null, whole: true },
  numPredict: { min: 1, max: 1_048_576, step: null, whole: true },
  numCtx: { min: 128, max: 1_048_576, step: null, usual: 8192, whole: true },
  repeatPenalty: { min: 0.1, max: 2, step: 0.05, usual: 1 },
  presencePenalty: { min: -2, max: 2, step: 0.1, usual: 0 },
  frequencyPenalty: { min: -2, max: 2, step: 0.1, usual: 0 },
  keepAlive: { min: 0, max: 86_400, step: null, usual: 300, whole: true },
};

export const LEVELS = ["off", "on", "low", "medium", "high"] as const;
export const MOST_STOPS = 8;

/** What is wrong with a number; null when nothing is. */
export function wrongNumber(name: NumberName, value: number): string | null {
  const rule = NUMBERS[name];
  if (Number.isNaN(value) || value < rule.min || value > rule.max)
    return presets.outOfRange(formatNumber(rule.min), formatNumber(rule.max));
  return rule.whole && !Number.isInteger(value) ? presets.wholeNumber : null;
}

/** Only what is said. */
export const said = (options: Options): Options =>
  Object.fromEntries(
    Object.entries(options).filter(
      ([name, value]) =>
        value !== null && value !== undefined && !(name === "modelsOwn" && Array.isArray(value) && value.length === 0),
    ),
  );

/** How many values are said. */
export const countOf = ({ modelsOwn, ...values }: Options): number =>
  Object.keys(said(values)).length + (modelsOwn?.length ?? 0);

/** One value as people read it. */
export function show(name: OptionName, value: Options[OptionName]): string {
  if (value === null || value === undefined) return presets.modelsChoice;
  if (name === "stop") return (value as string[]).map((text) => JSON.stringify(text)).join(" ");
  if (name === "thinking") return presets.levels[value as string] ?? String(value);
  if (name === "format")
    return typeof value === "object" ? presets.formats.schema : presets.formats[value as "text" | "json"];
  if (typeof value === "boolean") return value ? presets.yes : presets.no;
  // The server keeps single precision.
  return formatNumber(Number((value as number).toPrecision(6)));
}
