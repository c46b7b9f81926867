import { useId, useState } from "react";
import { formatNumber } from "@/lib/format";
import { presets } from "@/texts/presets";
import type { Options } from "./api";
import { ValueRow } from "./value-row";
import { NUMBERS, type NumberName, show, wrongNumber } from "./values";

type Props = {
  name: NumberName;
  value: number | null | undefined;
  inherited?: Options | undefined;
  onChange: (value: number | null) => void;
  /** Whether it is left to the model although a preset says a number. */
  isModelsOwn?: boolean;
  onModelsOwn?: (is: boolean) => void;
  readOnly?: boolean;
};

/** A number with its range: a slider where one can aim, and the number itself. */
export function NumberValue(props: Props) {
  const { name, value, inherited, onChange, isModelsOwn = false, onModelsOwn, readOnly = false } = props;
  const id = useId();
  const rule = NUMBERS[name];
  const [typed, setTyped] = useState<string | null>(null);
  const isSet = value !== null && value !== undefined;
  const error = isSet ? wrongNumber(name, value) : null;
  const from = inherited?.[name];
  const range = presets.range(formatNumber(rule.min), formatNumber(rule.max));
  const usual = rule.usual === undefined ? "" : presets.usually(formatNumber(rule.usual));
  const shown = isSet ? String(Number(value.toPrecision(10))) : "";
  const control = {
    "aria-label": presets.option[name],
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error ${id}-hint` : `${id}-hint`,
    disabled: readOnly,
  } as const;
  return (
    <ValueRow
      id={id}
      label={presets.option[name] ?? name}
      hint={`${presets.about[name]} ${range}${usual}.`}
      otherwise={from == null ? presets.modelsChoice : presets.inherited(show(name, from))}
      isSet={isSet}
      onReset={() => (isModelsOwn && !isSet ? onModelsOwn?.(false) : onChange(null))}
      onSet={() => onChange(from ?? rule.usual ?? startOf(name))}
      isModelsOwn={isModelsOwn && !isSet}
      onModelsOwn={from == null || !onModelsOwn ? undefined : () => onModelsOwn(true)}
      error={error ?? undefined}
      readOnly={readOnly}
    >
      <div className="flex items-center gap-3">
        {rule.step !== null && (
          <input
            type="range"
            tabIndex={-1}
            aria-hidden
            min={rule.min}
            max={rule.max}
            step={rule.step}
            value={isSet && !error ? value : rule.min}
            disabled={readOnly}
            onChange={(event) => {
              setTyped(null);
              onChange(event.target.valueAsNumber);
            }}
            className="h-6 min-w-0 flex-1 accent-primary"
          />
        )}
        <input
          id={id}
          type="number"
          inputMode={rule.whole ? "numeric" : "decimal"}
          min={rule.min}
          max={rule.max}
          step={rule.step ?? 1}
          value={typed ?? shown}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(event.target.value === "" ? Number.NaN : event.target.valueAsNumber);
          }}
          onBlur={() => setTyped(null)}
          className={`h-9 rounded-lg border border-input bg-card px-2.5 text-base tabular-nums aria-invalid:border-danger sm:text-sm ${rule.step === null ? "w-full" : "w-24"}`}
          {...control}
        />
      </div>
    </ValueRow>
  );
}

const startOf = (name: NumberName) => (name === "seed" ? 42 : name === "numPredict" ? 1024 : NUMBERS[name].min);
