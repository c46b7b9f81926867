import { useId, useState } from "react";
import { presets } from "@/texts/presets";
import type { Options } from "./api";
import { otherwiseOf } from "./choice-value";
import { ValueRow } from "./value-row";
import { MOST_STOPS, show } from "./values";

type Props = {
  value: Options["stop"];
  inherited?: Options | undefined;
  onChange: (value: string[] | null) => void;
  readOnly?: boolean;
};

/** Texts that end the answer, one a line. */
export function StopValue({ value, inherited, onChange, readOnly = false }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <ValueRow
      id={id}
      label={presets.option.stop ?? ""}
      hint={presets.about.stop ?? ""}
      otherwise={otherwiseOf(inherited?.stop ? show("stop", inherited.stop) : null)}
      isSet={value != null}
      onReset={() => onChange(null)}
      onSet={() => onChange(inherited?.stop ?? [])}
      readOnly={readOnly}
    >
      <textarea
        id={id}
        rows={2}
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        value={typed ?? (value ?? []).join("\n")}
        disabled={readOnly}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value.split("\n").filter(Boolean).slice(0, MOST_STOPS));
        }}
        onBlur={() => setTyped(null)}
        className="block w-full rounded-lg border border-input bg-card px-2.5 py-2 font-mono text-sm"
      />
    </ValueRow>
  );
}
