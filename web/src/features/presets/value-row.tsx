import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { presets } from "@/texts/presets";

type Props = {
  /** Of the element that the label names. */
  id: string;
  label: string;
  hint: string;
  /** What holds while nothing is said here. */
  otherwise: string;
  isSet: boolean;
  /** Taken away here, what holds otherwise comes back. */
  onReset: () => void;
  onSet: () => void;
  error?: string | undefined;
  readOnly?: boolean;
  children: ReactNode;
};

/** One value: its name, what holds without it, and the control once it is said. */
export function ValueRow({ id, label, hint, otherwise, isSet, onReset, onSet, error, readOnly, children }: Props) {
  return (
    <div className="py-3" data-changed={isSet ? "" : undefined}>
      <div className="flex min-h-8 items-center justify-between gap-3">
        <label htmlFor={isSet ? id : undefined} className="flex items-center gap-2 text-sm font-medium">
          {isSet && <span aria-hidden className="size-1.5 rounded-full bg-primary" />}
          {label}
        </label>
        {isSet ? (
          !readOnly && (
            <IconButton label={presets.reset(label)} onClick={onReset}>
              <RotateCcw aria-hidden />
            </IconButton>
          )
        ) : (
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate text-sm text-muted-foreground">{otherwise}</span>
            {!readOnly && (
              <Button variant="outline" size="sm" aria-label={`${presets.set}: ${label}`} onClick={onSet}>
                {presets.set}
              </Button>
            )}
          </span>
        )}
      </div>
      {isSet && <div className="mt-1">{children}</div>}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="mt-0.5 text-[0.8125rem] text-muted-foreground">
        {hint}
      </p>
    </div>
  );
}
