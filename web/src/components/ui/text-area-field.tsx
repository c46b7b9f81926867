import { type ComponentProps, useId } from "react";

type Props = ComponentProps<"textarea"> & { label: string; hint?: string | undefined; error?: string | undefined };

/** Several lines, such as one name a line. */
export function TextAreaField({ label, hint, error, className, ...props }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        spellCheck={false}
        autoCapitalize="none"
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-hint` : undefined}
        className="block field-sizing-content max-h-60 min-h-22 w-full rounded-lg border border-input bg-card px-3 py-2.5 font-mono text-sm transition-colors placeholder:text-muted-foreground aria-invalid:border-danger"
        {...props}
      />
      {(error || hint) && (
        <p id={`${id}-hint`} className={error ? "mt-1.5 text-sm text-danger" : "mt-1.5 text-sm text-muted-foreground"}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
