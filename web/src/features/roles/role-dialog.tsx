import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { may, useUser } from "@/lib/permissions";
import type { Role } from "@/lib/roles";
import { useSubmit } from "@/lib/use-submit";
import { access as t } from "@/texts/access";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { useRoleChanges } from "./api";

type Props = { stored: Role | null; open: boolean; onClose: () => void };

/** Makes a role, or changes what one permits. */
export function RoleDialog({ stored: role, open, onClose }: Props) {
  const title = role ? t.editRoleTitle(role.name) : t.createRoleTitle;
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={title}>
      <RoleForm stored={role} onClose={onClose} />
    </Dialog>
  );
}

function RoleForm({ stored: role, onClose }: Omit<Props, "open">) {
  const user = useUser();
  const [name, setName] = useState(role?.name ?? "");
  const [description, setDescription] = useState(role?.description ?? "");
  const [permissions, setPermissions] = useState(role?.permissions ?? []);
  const [empty, setEmpty] = useState(false);
  const { create, change } = useRoleChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    setEmpty(!name.trim());
    if (!name.trim()) return;
    const body = { permissions, description: description.trim() || null };
    const done = role
      ? await run(() => change.mutateAsync({ id: role.id, ...body }), t.roleSaved)
      : await run(() => create.mutateAsync({ name: name.trim(), ...body }), t.roleMade);
    if (done) onClose();
  };
  return (
    <Form
      onSubmit={() => void submit()}
      onCancel={onClose}
      submit={role ? text.app.save : manage.common.create}
      busy={busy}
      problem={problem}
    >
      {!role && (
        <Field
          label={manage.common.name}
          autoComplete="off"
          maxLength={64}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setEmpty(false);
          }}
          hint={t.roleNameHint}
          error={empty ? manage.common.required : errorOf("name") && t.nameWrong}
        />
      )}
      <Field
        label={t.description}
        maxLength={300}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        error={errorOf("description")}
      />
      <CheckList
        label={t.permissions}
        hint={t.permissionsHint}
        options={Object.entries(manage.keys.scope).map(([value, label]) => ({
          value,
          label,
          disabled: !may(user, value),
        }))}
        chosen={permissions}
        onChange={setPermissions}
        error={errorOf("permissions")}
      />
    </Form>
  );
}
