import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type ManagedUser, type ResetLink, useUserChanges } from "./api";
import { LinkShown } from "./link-dialog";
import { RoleChoice } from "./role-choice";

type Props = { user: ManagedUser | null; open: boolean; onClose: () => void };

/** Makes an account and shows the link for its owner, once; or changes one. */
export function UserDialog({ user, open, onClose }: Props) {
  const [link, setLink] = useState<ResetLink | null>(null);
  const close = () => {
    onClose();
    setLink(null);
  };
  const title = link ? t.madeTitle : user ? t.editTitle(user.userName) : t.createTitle;
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && close()} title={title}>
      {link ? <LinkShown link={link} onDone={close} /> : <UserForm user={user} onClose={close} onMade={setLink} />}
    </Dialog>
  );
}

type FormProps = { user: ManagedUser | null; onClose: () => void; onMade: (link: ResetLink) => void };

function UserForm({ user, onClose, onMade }: FormProps) {
  const [values, setValues] = useState({
    userName: user?.userName ?? "",
    email: user?.email ?? "",
    displayName: user?.displayName ?? "",
    roles: user?.roles ?? ["User"],
  });
  const [empty, setEmpty] = useState<string[]>([]);
  const { create, change } = useUserChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (part: Partial<typeof values>) => {
    setValues({ ...values, ...part });
    setEmpty([]);
  };
  const error = (field: string) => (empty.includes(field) ? manage.common.required : errorOf(field));
  const submit = async () => {
    const missing: string[] = (["userName", "email"] as const).filter((field) => !values[field].trim());
    if (values.roles.length === 0) missing.push("roles");
    setEmpty(missing);
    if (missing.length > 0) return;
    const { roles } = values;
    const same = user && [...roles].sort().join() === [...user.roles].sort().join();
    const [userName, email] = [values.userName.trim(), values.email.trim()];
    const displayName = values.displayName.trim() || null;
    if (!user)
      await run(
        async () => onMade((await create.mutateAsync({ userName, email, displayName, roles })).resetLink),
        t.made,
      );
    else if (await run(() => change.mutateAsync({ id: user.id, email, displayName, ...(!same && { roles }) }), t.saved))
      onClose();
  };
  return (
    <Form
      onSubmit={() => void submit()}
      onCancel={onClose}
      submit={user ? text.app.save : manage.common.create}
      busy={busy}
      problem={problem}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {!user && (
          <Field
            label={text.auth.userName}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            maxLength={64}
            value={values.userName}
            onChange={(event) => set({ userName: event.target.value })}
            error={error("userName")}
          />
        )}
        <Field
          label={text.auth.email}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={values.email}
          onChange={(event) => set({ email: event.target.value })}
          error={error("email")}
        />
        <Field
          label={manage.common.name}
          autoComplete="off"
          maxLength={100}
          value={values.displayName}
          onChange={(event) => set({ displayName: event.target.value })}
          hint={t.nameHint}
          error={error("displayName")}
        />
      </div>
      <RoleChoice chosen={values.roles} onChange={(roles) => set({ roles })} error={error("roles")} />
      {!user && <p className="text-sm text-muted-foreground">{t.createHint}</p>}
    </Form>
  );
}
