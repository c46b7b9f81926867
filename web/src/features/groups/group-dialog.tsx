import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { access as t } from "@/texts/access";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { type Group, useGroupChanges } from "./api";

type Props = { group: Group | null; open: boolean; onClose: () => void; onMade?: (group: Group) => void };

/** Makes a group, or names and describes one. */
export function GroupDialog({ group, open, onClose, onMade }: Props) {
  const title = group ? t.editGroupTitle(group.name) : t.createGroupTitle;
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={title}>
      <GroupForm group={group} onClose={onClose} {...(onMade && { onMade })} />
    </Dialog>
  );
}

function GroupForm({ group, onClose, onMade }: Omit<Props, "open">) {
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const [empty, setEmpty] = useState(false);
  const { create, change } = useGroupChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    setEmpty(!name.trim());
    if (!name.trim()) return;
    const body = { name: name.trim(), description: description.trim() || null };
    const made = async () => {
      const now = await create.mutateAsync(body);
      onClose();
      onMade?.(now);
    };
    if (!group) await run(made, t.groupMade);
    else if (await run(() => change.mutateAsync({ id: group.id, ...body }), t.groupSaved)) onClose();
  };
  return (
    <Form
      onSubmit={() => void submit()}
      onCancel={onClose}
      submit={group ? text.app.save : manage.common.create}
      busy={busy}
      problem={problem}
    >
      <Field
        label={manage.common.name}
        autoComplete="off"
        maxLength={64}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setEmpty(false);
        }}
        error={empty ? manage.common.required : errorOf("name") && t.nameWrong}
      />
      <Field
        label={t.description}
        maxLength={300}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        error={errorOf("description")}
      />
    </Form>
  );
}
