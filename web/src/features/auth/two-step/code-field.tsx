import { type ComponentProps, useEffect, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { account } from "@/texts/account";

type Props = Omit<ComponentProps<typeof Field>, "label"> & { onSwitch?: () => void; focus?: boolean };

/** What the app shows, with the keyboard for it; or, where the phone is lost, a recovery code. */
export function CodeField({ onSwitch, focus = false, ...props }: Props) {
  const t = account.twoStep;
  const [recovery, setRecovery] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus || recovery) place.current?.querySelector("input")?.focus();
  }, [focus, recovery]);
  return (
    <div ref={place}>
      <Field
        key={recovery ? "recovery" : "app"}
        label={recovery ? t.recoveryCode : t.code}
        hint={recovery ? t.recoveryCodeHint : t.codeHint}
        inputMode={recovery ? "text" : "numeric"}
        autoComplete={recovery ? "off" : "one-time-code"}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        dir="ltr"
        {...props}
      />
      {onSwitch && (
        <button
          type="button"
          className="mt-2 text-sm font-medium text-primary underline underline-offset-3"
          onClick={() => {
            setRecovery(!recovery);
            onSwitch();
          }}
        >
          {recovery ? t.useApp : t.useRecovery}
        </button>
      )}
    </div>
  );
}
