import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Secret } from "@/components/ui/secret";
import { useSubmit } from "@/lib/use-submit";
import { formatMoment } from "@/lib/when";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type ManagedUser, type TemporaryPassword, useUserChanges } from "./api";

type Props = { user: ManagedUser; open: boolean; onClose: () => void };

/** A password for once: made by the server, shown once, to be replaced by its owner. */
export function TemporaryDialog({ user, open, onClose }: Props) {
  const [made, setMade] = useState<TemporaryPassword | null>(null);
  const { setTemporary } = useUserChanges();
  const { run, busy, problem } = useSubmit();
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && close()} title={t.temporaryTitle(user.userName)}>
      {made ? (
        <Secret
          label={t.temporaryLabel}
          hint={t.temporaryOnce(formatMoment(made.until))}
          copy={t.copyPassword}
          value={made.password}
          onDone={close}
        />
      ) : (
        <div className="space-y-5">
          <p className="text-muted-foreground">{t.temporaryHint}</p>
          {problem && <Notice tone="danger">{problem.message}</Notice>}
          <div className="flex justify-end gap-2">
            <Button variant="outline" onClick={close}>
              {text.app.cancel}
            </Button>
            <Button
              variant="danger"
              disabled={busy}
              onClick={() => void run(async () => setMade(await setTemporary.mutateAsync(user.id)), t.temporaryMade)}
            >
              {t.makeTemporary}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
