import { useId, useRef } from "react";
import { useUser } from "@/lib/permissions";
import { presets } from "@/texts/presets";
import { fillVariables, unknownVariables, VARIABLES, variableValues } from "./prompt-variables";

type Props = {
  value: string;
  onChange: (value: string) => void;
  model: string | null;
  error?: string | undefined;
  placeholder?: string | undefined;
  readOnly?: boolean;
};

/** A system prompt: its text, the variables to put in, and how the model will read it. */
export function PromptField({ value, onChange, model, error, placeholder, readOnly = false }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const user = useUser();
  const unknown = unknownVariables(value);
  const wrong = unknown.length > 0 ? presets.unknownVariables(unknown.map(braced).join(", ")) : error;
  const insert = (name: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    onChange(value.slice(0, selectionStart) + braced(name) + value.slice(selectionEnd));
    requestAnimationFrame(() => {
      area.current?.focus();
      const end = selectionStart + braced(name).length;
      area.current?.setSelectionRange(end, end);
    });
  };
  const filled = value.includes("{{") ? fillVariables(value, variableValues(user?.userName ?? "", model)) : null;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {presets.systemPrompt}
      </label>
      <textarea
        ref={area}
        id={id}
        rows={5}
        maxLength={32_000}
        placeholder={placeholder}
        readOnly={readOnly}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={`${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="block field-sizing-content max-h-80 min-h-28 w-full rounded-lg border border-input bg-card px-3 py-2.5 text-base transition-colors placeholder:text-muted-foreground aria-invalid:border-danger sm:text-[0.9375rem]"
      />
      {wrong && <p className="mt-1.5 text-sm text-danger">{wrong}</p>}
      <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-[0.8125rem] text-muted-foreground">
        <span id={`${id}-hint`}>{presets.systemPromptHint}</span>
        {!readOnly &&
          VARIABLES.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={presets.insert(presets.variables[name] ?? name)}
              title={presets.variables[name]}
              onClick={() => insert(name)}
              className="min-h-6 rounded-md border px-1.5 font-mono text-xs transition-colors hover:bg-accent hover:text-foreground"
            >
              {braced(name)}
            </button>
          ))}
      </div>
      {filled !== null && (
        <div className="mt-3 rounded-lg bg-muted/60 px-3 py-2.5 text-sm">
          <p className="mb-1 text-xs font-medium text-muted-foreground">{presets.preview}</p>
          <p
            data-testid="prompt-preview"
            className="max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {filled}
          </p>
        </div>
      )}
    </div>
  );
}

const braced = (name: string) => `{{${name}}}`;
