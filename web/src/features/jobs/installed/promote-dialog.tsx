import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { installed as t } from "@/texts/installed";
import { manage } from "@/texts/manage";
import { aliasNamesQuery, useInstalledChanges } from "./api";

type Props = { open: boolean; model: string; onClose: () => void };

/** Lets a name that people use stand for this model from now on. */
export function PromoteDialog({ open, model, onClose }: Props) {
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={t.promoteTitle(model)}>
      <PromoteForm key={model} model={model} onClose={onClose} />
    </Dialog>
  );
}

function PromoteForm({ model, onClose }: Omit<Props, "open">) {
  const list = useId();
  const aliases = useQuery(aliasNamesQuery);
  const [name, setName] = useState("");
  const [checked, setChecked] = useState(false);
  const { promote } = useInstalledChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    setChecked(true);
    if (!name.trim()) return;
    if (await run(() => promote.mutateAsync({ name: name.trim(), model }), t.promoted(name.trim(), model))) onClose();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={t.promoteNow} busy={busy} problem={problem}>
      <datalist id={list}>
        {aliases.data?.map((alias) => (
          <option key={alias} value={alias} />
        ))}
      </datalist>
      <Field
        label={manage.policies.alias}
        list={list}
        value={name}
        maxLength={200}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        onChange={(event) => setName(event.target.value)}
        hint={t.promoteHint}
        error={checked && !name.trim() ? manage.common.required : errorOf("name")}
      />
    </Form>
  );
}
