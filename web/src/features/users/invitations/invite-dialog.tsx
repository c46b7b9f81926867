import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Secret } from "@/components/ui/secret";
import { SelectField } from "@/components/ui/select-field";
import { useSubmit } from "@/lib/use-submit";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import type { Role } from "../api";
import { ROLES } from "../user-filters";
import { useInvitations } from "./api";

const DAYS = [1, 7, 30, 90];

/** Makes an invitation, and shows its link once where it was not mailed. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [path, setPath] = useState<string | null>(null);
  const close = () => {
    onClose();
    setPath(null);
  };
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && close()} title={path ? t.invitedTitle : t.inviteTitle}>
      {path ? (
        <Secret
          label={t.inviteLink}
          hint={t.inviteOnce}
          copy={t.copyLink}
          value={location.origin + path}
          onDone={close}
        />
      ) : (
        <InviteForm onClose={close} onMade={setPath} />
      )}
    </Dialog>
  );
}

function InviteForm({ onClose, onMade }: { onClose: () => void; onMade: (path: string) => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("User");
  const [days, setDays] = useState(7);
  const { invite } = useInvitations();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    let path: string | null = null;
    const work = async () => {
      path = (await invite.mutateAsync({ email: email.trim() || null, role, days })).path;
    };
    if (!(await run(work, t.invited))) return;
    if (path) onMade(path);
    else onClose();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={t.inviteMake} busy={busy} problem={problem}>
      <p className="text-muted-foreground">{t.inviteHint}</p>
      <Field
        label={text.auth.email}
        type="email"
        autoComplete="off"
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        hint={t.inviteEmailHint}
        error={errorOf("email")}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t.role}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
          options={ROLES}
          error={errorOf("role")}
        />
        <SelectField
          label={t.inviteDays}
          value={`${days}`}
          onChange={(event) => setDays(Number(event.target.value))}
          options={DAYS.map((count) => ({ value: `${count}`, label: t.days(count) }))}
          error={errorOf("days")}
        />
      </div>
    </Form>
  );
}
