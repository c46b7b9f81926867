import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Secret } from "@/components/ui/secret";
import { SelectField } from "@/components/ui/select-field";
import { Snippet } from "@/components/ui/snippet";
import { TextAreaField } from "@/components/ui/text-area-field";
import { readLines } from "@/lib/counts";
import { EXPIRIES, type Expiry, expiresAt } from "@/lib/expiry";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { useJoinTokenChanges } from "./api";

type Props = { open: boolean; onClose: () => void };

/** Asks for a join token, then shows it, once. */
export function JoinTokenDialog({ open, onClose }: Props) {
  const t = manage.tokens;
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    onClose();
    setSecret(null);
  };
  return (
    <Dialog
      wide
      keep
      open={open}
      onOpenChange={(now) => !now && close()}
      title={secret ? t.createdTitle : t.createTitle}
    >
      {secret ? (
        <Secret label={t.token} hint={t.createdHint} copy={t.copy} value={secret} onDone={close}>
          <Snippet label={t.curl} code={announceWith(secret)} />
          <p className="text-sm text-muted-foreground">{t.curlHint}</p>
        </Secret>
      ) : (
        <TokenForm onCreated={setSecret} onCancel={close} />
      )}
    </Dialog>
  );
}

function TokenForm({ onCreated, onCancel }: { onCreated: (secret: string) => void; onCancel: () => void }) {
  const t = manage.tokens;
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useState<Exclude<Expiry, "keep">>("month");
  const [networks, setNetworks] = useState("");
  const [wrong, setWrong] = useState<{ name?: string; networks?: string }>({});
  const { create } = useJoinTokenChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = () => {
    const lines = readLines(networks);
    const odd = lines.find((line) => !/^[0-9a-f.:]+\/\d{1,3}$/i.test(line));
    const found = {
      ...(name.trim() ? {} : { name: manage.common.required }),
      ...(odd ? { networks: t.networksWrong(odd) } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const body = { name: name.trim(), expiresAt: expiresAt(expiry), allowedNetworks: lines };
    void run(async () => onCreated((await create.mutateAsync(body)).token), t.created);
  };
  return (
    <Form onSubmit={submit} onCancel={onCancel} submit={manage.common.create} busy={busy} problem={problem}>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label={manage.common.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={100}
          error={wrong.name ?? errorOf("name")}
        />
        <SelectField
          label={manage.expiry.label}
          value={expiry}
          onChange={(event) => setExpiry(event.target.value as typeof expiry)}
          options={EXPIRIES}
          error={errorOf("expiresAt")}
        />
      </div>
      <TextAreaField
        label={t.networks}
        value={networks}
        onChange={(event) => setNetworks(event.target.value)}
        placeholder="10.0.0.0/8"
        hint={t.networksHint}
        error={wrong.networks ?? errorOf("allowedNetworks")}
      />
    </Form>
  );
}

const announceWith = (secret: string) => `curl ${location.origin}/api/v1/nodes/announce \\
  -H 'Authorization: Bearer ${secret}' \\
  -H 'Content-Type: application/json' \\
  -d '{"name": "gpu-1", "kind": "ollama", "url": "http://10.0.0.5:11434"}'`;
