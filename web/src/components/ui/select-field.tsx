import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";

type Props = Omit<ComponentProps<"select">, "children"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly { value: string; label: string }[];
};

/** A choice of few, by the browser's own list: it is right on phones and for screen readers. */
export function SelectField({ label, hint, error, options, className, ...props }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-hint` : undefined}
          className="h-11 w-full appearance-none rounded-lg border border-input bg-card ps-3 pe-9 text-base transition-colors aria-invalid:border-danger sm:text-[0.9375rem]"
          {...props}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4 text-muted-foreground"
        />
      </div>
      {(error || hint) && (
        <p id={`${id}-hint`} className={error ? "mt-1.5 text-sm text-danger" : "mt-1.5 text-sm text-muted-foreground"}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
