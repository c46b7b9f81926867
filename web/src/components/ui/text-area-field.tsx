import { type ComponentProps, useId } from "react";
import { cn } from "@/lib/cn";

type Props = ComponentProps<"textarea"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Sentences for people; else names, one a line. */
  prose?: boolean;
};

/** Several lines. */
export function TextAreaField({ label, hint, error, prose = false, className, ...props }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        spellCheck={prose}
        autoCapitalize={prose ? "sentences" : "none"}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-hint` : undefined}
        className={cn(
          "block field-sizing-content max-h-60 min-h-22 w-full rounded-lg border border-input bg-card px-3 py-2.5 transition-colors placeholder:text-muted-foreground aria-invalid:border-danger",
          prose ? "text-base sm:text-sm" : "font-mono text-sm",
        )}
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
