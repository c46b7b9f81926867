import { type ReactNode, useId } from "react";

type Option<T extends string> = { value: T; label: ReactNode; hint?: ReactNode };
type Props<T extends string> = {
  label: string;
  options: readonly Option<T>[];
  chosen: T;
  onChange: (chosen: T) => void;
};

/** One of a few, each with what it means. */
export function RadioList<T extends string>({ label, options, chosen, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="divide-y rounded-lg border border-input bg-card">
        {options.map(({ value, label, hint }) => (
          <label key={value} className="flex cursor-pointer items-start gap-3 px-3 py-2.5 text-sm hover:bg-accent">
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => onChange(value)}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span className="min-w-0">
              <span className="block font-medium">{label}</span>
              <span className="block text-muted-foreground">{hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
