import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Loaded } from "@/components/ui/loaded";
import { asking } from "@/lib/fresh";
import { useSignal } from "@/lib/signal";
import { account } from "@/texts/account";
import { Prove } from "../two-step/prove";
import { proveByPassword, waysQuery } from "./api";

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
        {({ code }) => (
          <Prove
            hint={t.hint}
            submit={t.go}
            done={t.done}
            withCode={code}
            onCancel={cancel}
            onProven={(proof) => proveByPassword(proof).then(() => onSettle(true))}
          />
        )}
      </Loaded>
    </div>
  );
}
