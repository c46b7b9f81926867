import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** The label is read out but not shown, where a column's heading says it already. */
  bare?: boolean;
};

export function Switch({ label, hint, checked, onChange, disabled = false, bare = false }: Props) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className={bare ? "sr-only" : "min-w-0"}>
        <span id={id} className="block text-sm font-medium">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="mt-0.5 block text-sm text-muted-foreground">
            {hint}
          </span>
        )}
      </div>
      <Base.Root
        aria-labelledby={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="flex h-6 w-11 shrink-0 items-center rounded-full border border-input bg-muted p-0.5 transition-colors data-checked:border-primary data-checked:bg-primary data-disabled:opacity-45"
      >
        <Base.Thumb className="size-4.5 rounded-full bg-muted-foreground transition-transform data-checked:translate-x-5 rtl:data-checked:-translate-x-5 data-checked:bg-primary-foreground" />
      </Base.Root>
    </div>
  );
}
