import type { ReactNode } from "react";
import { presets } from "@/texts/presets";
import type { Options } from "./api";
import { ChoiceValue, otherwiseOf } from "./choice-value";
import { FormatValue } from "./format-value";
import { NumberValue } from "./number-value";
import { StopValue } from "./stop-value";
import { LEVELS, type NumberName, show } from "./values";

type Props = {
  options: Options;
  /** What holds where nothing is said. */
  inherited?: Options | undefined;
  onChange: (options: Options) => void;
  /** A schema that cannot be read does not become part of the options. */
  onSchemaError?: (error: string | null) => void;
  readOnly?: boolean;
};

const THINKING = LEVELS.map((value) => ({ value, label: presets.levels[value] ?? value }));
const RAW = [
  { value: "yes", label: presets.yes },
  { value: "no", label: presets.no },
] as const;

/** All values of an answer, in groups. */
export function OptionValues({ options, inherited, onChange, onSchemaError, readOnly = false }: Props) {
  const set = (change: Options) => onChange({ ...options, ...change });
  const own = options.modelsOwn ?? [];
  const number = (name: NumberName) => (
    <NumberValue
      key={name}
      name={name}
      value={options[name]}
      inherited={inherited}
      onChange={(value) => set({ [name]: value })}
      isModelsOwn={own.includes(name)}
      onModelsOwn={(is) => set({ modelsOwn: is ? [...own, name] : own.filter((one) => one !== name) })}
      readOnly={readOnly}
    />
  );
  return (
    <div className="space-y-6">
      <Group title={presets.groups.writing}>
        {(["temperature", "topP", "topK", "minP", "seed"] as const).map(number)}
      </Group>
      <Group title={presets.groups.length}>
        {(["numPredict", "numCtx"] as const).map(number)}
        <StopValue value={options.stop} inherited={inherited} onChange={(stop) => set({ stop })} readOnly={readOnly} />
      </Group>
      <Group title={presets.groups.repetition}>
        {(["repeatPenalty", "presencePenalty", "frequencyPenalty"] as const).map(number)}
      </Group>
      <Group title={presets.groups.form}>
        <FormatValue
          value={options.format}
          inherited={inherited}
          onChange={(format) => set({ format: format ?? null })}
          onError={(error) => onSchemaError?.(error)}
          readOnly={readOnly}
        />
        <ChoiceValue
          label={presets.option.thinking ?? ""}
          hint={presets.about.thinking ?? ""}
          options={THINKING}
          value={(options.thinking as (typeof LEVELS)[number] | null | undefined) ?? null}
          start="on"
          otherwise={otherwiseOf(inherited?.thinking ? show("thinking", inherited.thinking) : null)}
          onChange={(thinking) => set({ thinking })}
          readOnly={readOnly}
        />
        <ChoiceValue
          label={presets.option.raw ?? ""}
          hint={presets.about.raw ?? ""}
          options={RAW}
          value={options.raw == null ? null : options.raw ? "yes" : "no"}
          start="yes"
          otherwise={inherited?.raw == null ? presets.no : presets.inherited(show("raw", inherited.raw))}
          onChange={(raw) => set({ raw: raw === null ? null : raw === "yes" })}
          readOnly={readOnly}
        />
        {number("keepAlive")}
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="text-[0.8125rem] font-semibold text-muted-foreground">{title}</legend>
      <div className="divide-y">{children}</div>
    </fieldset>
  );
}
