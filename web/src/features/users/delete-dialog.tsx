import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { RadioList } from "@/components/ui/radio-list";
import { useSubmit } from "@/lib/use-submit";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type ManagedUser, useUserChanges } from "./api";

type Props = { user: ManagedUser; open: boolean; onClose: () => void };
const WHEN = [
  { value: "later", label: t.removeLater, hint: t.removeLaterHint },
  { value: "now", label: t.removeNow, hint: t.removeNowHint },
] as const;

/** Says what goes, and lets choose when. */
export function DeleteDialog({ user, open, onClose }: Props) {
  const [when, setWhen] = useState<"later" | "now">(user.purgeAt ? "now" : "later");
  const { remove } = useUserChanges();
  const { run, busy, problem } = useSubmit();
  const submit = async () => {
    if (await run(() => remove.mutateAsync({ id: user.id, atOnce: when === "now" }), t.removed)) onClose();
  };
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t.removeTitle(user.userName)}>
      <div className="space-y-5">
        <p className="text-muted-foreground">{t.removeHint}</p>
        <RadioList label={t.removeWhen} options={WHEN} chosen={when} onChange={setWhen} />
        {problem && <Notice tone="danger">{problem.message}</Notice>}
        <div className="flex justify-end gap-2">
          <Button variant="outline" onClick={onClose}>
            {text.app.cancel}
          </Button>
          <Button variant="danger" disabled={busy} onClick={() => void submit()}>
            {t.remove}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
