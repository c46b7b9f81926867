import type { Preset, PresetBody } from "./api";
import { unknownVariables } from "./prompt-variables";
import { NUMBERS, type NumberName, said, wrongNumber } from "./values";

export const valuesOf = (preset: Preset | null): PresetBody => ({
  name: preset?.name ?? "",
  description: preset?.description ?? null,
  model: preset?.model ?? null,
  systemPrompt: preset?.systemPrompt ?? null,
  options: said(preset?.options ?? {}),
  visibility: preset?.visibility ?? "private",
});

export const bodyOf = (values: PresetBody): PresetBody => ({
  ...values,
  name: values.name.trim(),
  description: values.description?.trim() || null,
  systemPrompt: values.systemPrompt?.trim() ? values.systemPrompt : null,
  options: said(values.options),
});

/** Whether something is wrong that can be seen from here; the fields say what. */
export const wrongIn = (values: PresetBody): boolean =>
  !values.name.trim() || unknownVariables(values.systemPrompt ?? "").length > 0 || wrongOption(values.options);

export const wrongOption = (options: PresetBody["options"]): boolean =>
  (Object.keys(NUMBERS) as NumberName[]).some((name) => {
    const value = options[name];
    return value != null && wrongNumber(name, value) !== null;
  });
