import { useId } from "react";
import { presets } from "@/texts/presets";
import { ValueRow } from "./value-row";

type Props<T extends string> = {
  label: string;
  hint: string;
  options: readonly { value: T; label: string }[];
  value: T | null;
  otherwise: string;
  /** Taken when it is said for the first time. */
  start: T;
  onChange: (value: T | null) => void;
  readOnly?: boolean;
};

/** One of a few, or nothing said. */
export function ChoiceValue<T extends string>({
  label,
  hint,
  options,
  value,
  otherwise,
  start,
  onChange,
  readOnly = false,
}: Props<T>) {
  const id = useId();
  return (
    <ValueRow
      id={id}
      label={label}
      hint={hint}
      otherwise={otherwise}
      isSet={value !== null}
      onReset={() => onChange(null)}
      onSet={() => onChange(start)}
      readOnly={readOnly}
    >
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={value ?? start}
        disabled={readOnly}
        onChange={(event) => onChange(event.target.value as T)}
        className="h-9 w-full rounded-lg border border-input bg-card px-2.5 text-base sm:text-sm"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </ValueRow>
  );
}

export const otherwiseOf = (inherited: string | null) =>
  inherited === null ? presets.modelsChoice : presets.inherited(inherited);
