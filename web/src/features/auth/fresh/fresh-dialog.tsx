import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { asking } from "@/lib/fresh";
import { useSignal } from "@/lib/signal";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { canUse } from "../passkeys/webauthn";
import { Prove } from "../two-step/prove";
import { proveByPasskey, proveByPassword, waysQuery } from "./api";

/** Asks who is there before something dangerous is done; what was asked for goes on afterwards. */
export function FreshDialog() {
  const asked = useSignal(asking);
  // Kept while it closes, so that the dialog keeps its words.
  const [last, setLast] = useState(asked);
  if (asked && asked !== last) setLast(asked);
  return (
    <Dialog
      keep
      above
      open={asked !== null}
      onOpenChange={(now) => !now && asked?.settle(false)}
      title={account.fresh.title}
    >
      {last && <Question onSettle={last.settle} />}
    </Dialog>
  );
}

function Question({ onSettle }: { onSettle: (proven: boolean) => void }) {
  const t = account.fresh;
  const ways = useQuery(waysQuery);
  const place = useRef<HTMLDivElement>(null);
  const ready = ways.data !== undefined;
  useEffect(() => {
    if (ready) place.current?.querySelector("input")?.focus();
  }, [ready]);
  const cancel = () => onSettle(false);
  // The dialog that it stands on would take the same key.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    cancel();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is the dialog's
    <div ref={place} onKeyDown={onKeyDown}>
      <Loaded query={ways} lines={3}>
        {({ password, code, passkey }) => (
          <div className="space-y-5">
            {passkey && canUse && <ByPasskey onProven={() => onSettle(true)} />}
            {password ? (
              <Prove
                hint={t.hint}
                submit={t.go}
                done={t.done}
                withCode={code}
                onCancel={cancel}
                onProven={(proof) => proveByPassword(proof).then(() => onSettle(true))}
              />
            ) : (
              !(passkey && canUse) && <Notice>{t.again}</Notice>
            )}
          </div>
        )}
      </Loaded>
    </div>
  );
}

function ByPasskey({ onProven }: { onProven: () => void }) {
  const { run, busy, problem } = useSubmit();
  return (
    <div className="space-y-4">
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      <Button
        variant="outline"
        className="w-full"
        disabled={busy}
        onClick={() => void run(() => proveByPasskey().then(onProven), account.fresh.done)}
      >
        <KeyRound aria-hidden />
        {account.passkeys.use}
      </Button>
    </div>
  );
}
