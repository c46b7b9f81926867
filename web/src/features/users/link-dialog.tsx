import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Secret } from "@/components/ui/secret";
import { useSubmit } from "@/lib/use-submit";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type ManagedUser, makeResetLink, type ResetLink } from "./api";

type Props = { user: ManagedUser; open: boolean; onClose: () => void };

/** A link to set a new password: made when it is asked for, shown once. */
export function LinkDialog({ user, open, onClose }: Props) {
  const [link, setLink] = useState<ResetLink | null>(null);
  const { run, busy, problem } = useSubmit();
  const close = () => {
    onClose();
    setLink(null);
  };
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && close()} title={t.linkTitle(user.userName)}>
      {link ? (
        <LinkShown link={link} onDone={close} />
      ) : (
        <div className="space-y-5">
          <p className="text-muted-foreground">{t.linkHint}</p>
          {problem && <Notice tone="danger">{problem.message}</Notice>}
          <div className="flex justify-end gap-2">
            <Button variant="outline" onClick={close}>
              {text.app.cancel}
            </Button>
            <Button
              disabled={busy}
              onClick={() => void run(async () => setLink(await makeResetLink(user.id)), t.linkMade)}
            >
              {t.makeLink}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

export function LinkShown({ link, onDone }: { link: ResetLink; onDone: () => void }) {
  return (
    <Secret
      label={t.linkLabel}
      hint={t.linkOnce}
      copy={t.copyLink}
      value={location.origin + link.path}
      onDone={onDone}
    />
  );
}
