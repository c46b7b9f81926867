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
  /** Where a preset says something: leaves the value to the model all the same. */
  onModelsOwn?: (() => void) | undefined;
  /** It is left to the model although a preset says something. */
  isModelsOwn?: boolean;
  error?: string | undefined;
  readOnly?: boolean;
  children: ReactNode;
};

/** One value: its name, what holds without it, and the control once it is said. */
export function ValueRow(props: Props) {
  const { id, label, hint, otherwise, isSet, onReset, onSet, onModelsOwn, isModelsOwn = false } = props;
  const { error, readOnly, children } = props;
  const isSaid = isSet || isModelsOwn;
  return (
    <div className="py-3" data-changed={isSaid ? "" : undefined}>
      <div className="flex min-h-8 items-center justify-between gap-3">
        <label htmlFor={isSet ? id : undefined} className="flex items-center gap-2 text-sm font-medium">
          {isSaid && <span aria-hidden className="size-1.5 rounded-full bg-primary" />}
          {label}
        </label>
        {isSaid ? (
          <span className="flex min-w-0 items-center gap-2">
            {isModelsOwn && <span className="truncate text-sm">{presets.modelsChoice}</span>}
            {!readOnly && (
              <IconButton label={presets.reset(label)} onClick={onReset}>
                <RotateCcw aria-hidden />
              </IconButton>
            )}
          </span>
        ) : (
          <span className="flex min-w-0 flex-wrap items-center justify-end gap-x-2 gap-y-1">
            <span className="truncate text-sm text-muted-foreground">{otherwise}</span>
            {!readOnly && (
              <span className="flex gap-1.5">
                {onModelsOwn && (
                  <Button
                    variant="outline"
                    size="sm"
                    aria-label={`${presets.modelsChoice}: ${label}`}
                    onClick={onModelsOwn}
                  >
                    {presets.modelsChoice}
                  </Button>
                )}
                <Button variant="outline" size="sm" aria-label={`${presets.set}: ${label}`} onClick={onSet}>
                  {presets.set}
                </Button>
              </span>
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
