import type { ReactNode } from "react";

export type CheckOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };
type Props = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly CheckOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Several of a list. */
export function CheckList({ label, hint, error, options, chosen, onChange }: Props) {
  const toggle = (value: string, on: boolean) =>
    onChange(options.map((option) => option.value).filter((v) => (v === value ? on : chosen.includes(v))));
  return (
    <fieldset data-wrong={error ? "" : undefined}>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="max-h-56 divide-y overflow-y-auto rounded-lg border border-input bg-card">
        {options.map(({ value, label: name, hint: more, disabled }) => (
          <label
            key={value}
            className="flex cursor-pointer items-start gap-3 px-3 py-2.5 text-sm transition-colors hover:bg-accent has-disabled:cursor-default has-disabled:opacity-55"
          >
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              disabled={disabled}
              onChange={(event) => toggle(value, event.target.checked)}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span className="min-w-0">
              <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>
              {more && <span className="block text-muted-foreground">{more}</span>}
            </span>
          </label>
        ))}
      </div>
      {(error || hint) && (
        <p className={error ? "mt-1.5 text-sm text-danger" : "mt-1.5 text-sm text-muted-foreground"}>{error ?? hint}</p>
      )}
    </fieldset>
  );
}
