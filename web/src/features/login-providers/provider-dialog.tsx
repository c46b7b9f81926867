import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SelectField } from "@/components/ui/select-field";
import { Switch } from "@/components/ui/switch";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { sso } from "@/texts/sso";
import { text } from "@/texts/text";
import { NEW_ACCOUNTS, type NewAccounts, type Provider, useProviderChanges } from "./api";
import { bodyOf, check, type Errors, type Values, valuesOf } from "./form";
import { Rules } from "./rules";

type Props = { provider: Provider | null; open: boolean; onClose: () => void };

/** Adds a provider, or changes one. */
export function ProviderDialog({ provider, open, onClose }: Props) {
  const t = sso.admin;
  return (
    <Dialog
      wide
      keep
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={provider ? t.editTitle(provider.name) : t.addTitle}
    >
      <ProviderForm provider={provider} onClose={onClose} />
    </Dialog>
  );
}

const PLAIN = { autoCapitalize: "none", autoComplete: "off", spellCheck: false } as const;
const NEW = NEW_ACCOUNTS.map((value) => ({ value, label: sso.admin.newAccountsOf[value] ?? value }));

function ProviderForm({ provider, onClose }: Omit<Props, "open">) {
  const t = sso.admin;
  const [values, setValues] = useState(() => valuesOf(provider));
  const [wrong, setWrong] = useState<Errors>({});
  const { save } = useProviderChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (more: Partial<Values>) => {
    setValues({ ...values, ...more });
    setWrong({});
  };
  const field = (name: "name" | "issuer" | "clientId" | "scopes" | "buttonText") => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
    error: wrong[name] ?? errorOf(name),
  });
  const send = async () => {
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    if (await run(() => save.mutateAsync({ id: provider?.id, body: bodyOf(values) }), t.saved)) onClose();
  };
  return (
    <Form
      onSubmit={() => void send()}
      onCancel={onClose}
      submit={provider ? text.app.save : manage.common.add}
      busy={busy}
      problem={problem}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t.name} {...field("name")} maxLength={60} />
        <Field
          label={t.button}
          {...field("buttonText")}
          maxLength={60}
          hint={t.buttonHint(sso.login(values.name.trim() || t.name))}
        />
        <Field
          className="sm:col-span-2"
          label={t.issuer}
          dir="ltr"
          type="url"
          {...PLAIN}
          {...field("issuer")}
          hint={t.issuerHint}
        />
        <Field label={t.clientId} dir="ltr" {...PLAIN} {...field("clientId")} />
        <Field
          label={t.secret}
          type="password"
          dir="ltr"
          {...PLAIN}
          autoComplete="new-password"
          value={values.clientSecret}
          onChange={(event) => set({ clientSecret: event.target.value })}
          hint={provider?.hasSecret ? t.secretKept : t.secretHint}
          error={errorOf("clientSecret")}
        />
        <Field label={t.scopes} dir="ltr" {...PLAIN} {...field("scopes")} hint={t.scopesHint} />
        <SelectField
          label={t.newAccounts}
          value={values.newAccounts}
          options={NEW}
          onChange={(event) => set({ newAccounts: event.target.value as NewAccounts })}
        />
      </div>
      <Switch label={t.enabled} checked={values.enabled} onChange={(enabled) => set({ enabled })} />
      <Rules rules={values.rules} error={wrong.rules ?? errorOf("rules")} onChange={(rules) => set({ rules })} />
      {!provider && <p className="text-sm text-muted-foreground">{t.redirectLater}</p>}
    </Form>
  );
}
