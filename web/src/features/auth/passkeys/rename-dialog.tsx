import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { type Passkey, usePasskeyChanges } from "./api";

type Props = { passkey: Passkey; open: boolean; onClose: () => void };

export function RenameDialog({ passkey, open, onClose }: Props) {
  const t = account.passkeys;
  const { rename } = usePasskeyChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const [name, setName] = useState(passkey.name);
  const [empty, setEmpty] = useState(false);
  const submit = async () => {
    setEmpty(!name.trim());
    if (!name.trim()) return;
    if (await run(() => rename.mutateAsync({ id: passkey.id, name: name.trim() }), t.renamed)) onClose();
  };
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={t.renameTitle}>
      <Form onSubmit={() => void submit()} onCancel={onClose} submit={text.app.save} busy={busy} problem={problem}>
        <Field
          label={t.name}
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={empty ? text.auth.required : errorOf("name")}
        />
      </Form>
    </Dialog>
  );
}
