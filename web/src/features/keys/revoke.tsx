import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { announce } from "@/lib/announcer";
import { manage } from "@/texts/manage";

/** Ends a key, after asking: nothing brings it back. */
export function Revoke({ name, onRevoke }: { name: string; onRevoke: () => Promise<unknown> }) {
  const t = manage.keys;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="outline" size="sm" aria-label={`${t.revoke}: ${name}`} onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
        {t.revoke}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t.revokeTitle(name)}
        hint={t.revokeHint}
        action={t.revoke}
        onConfirm={() => onRevoke().then(() => announce(t.revoked))}
      />
    </>
  );
}
