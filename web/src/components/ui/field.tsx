import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

type Props = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  end?: ReactNode;
};

export function Field({ label, hint, error, end, className, ...props }: Props) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={cn(
            "h-11 w-full rounded-lg border border-input bg-card px-3 text-base transition-colors placeholder:text-muted-foreground aria-invalid:border-danger sm:text-[0.9375rem]",
            end && "pe-11",
          )}
          {...props}
        />
        {end && <div className="absolute inset-y-0 end-1.5 flex items-center">{end}</div>}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  );
}
