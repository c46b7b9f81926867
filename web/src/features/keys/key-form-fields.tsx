import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SelectField } from "@/components/ui/select-field";
import { EXPIRIES, type Expiry } from "@/lib/expiry";
import { may, useUser } from "@/lib/permissions";
import { useSubmit } from "@/lib/use-submit";
import { formatDay } from "@/lib/when";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { type ApiKey, type NewKey, useKeyChanges } from "./api";
import { bodyOf, check, type KeyErrors, LIMITS, valuesOf } from "./key-form";
import { ModelLimit } from "./model-limit";

type Props = { apiKey: ApiKey | null; onCreated: (key: NewKey) => void; onClose: () => void };

const OF_USER = ["models.use", "conversations.use"];

export function KeyForm({ apiKey, onCreated, onClose }: Props) {
  const t = manage.keys;
  const user = useUser();
  const [values, setValues] = useState(() => valuesOf(apiKey));
  const [wrong, setWrong] = useState<KeyErrors>({});
  const { create, change } = useKeyChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (more: Partial<typeof values>) => {
    setValues({ ...values, ...more });
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([name]) => !(name in more))));
  };
  const error = (field: keyof typeof values) => wrong[field] ?? errorOf(field);
  const scopes = Object.keys(t.scope).filter((scope) => OF_USER.includes(scope) || may(user, scope));
  const save = async () => {
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const body = bodyOf(values);
    if (apiKey) {
      if (await run(() => change.mutateAsync({ id: apiKey.id, ...body }), t.saved)) onClose();
    } else await run(async () => onCreated(await create.mutateAsync({ ...body, scopes: values.scopes })), t.created);
  };
  const stored = apiKey?.expiresAt ? [{ value: "keep", label: manage.expiry.keep(formatDay(apiKey.expiresAt)) }] : [];
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onClose}
      submit={apiKey ? text.app.save : manage.common.create}
      busy={busy}
      problem={problem}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label={manage.common.name}
          value={values.name}
          maxLength={100}
          onChange={(event) => set({ name: event.target.value })}
          hint={error("name") ? undefined : t.nameHint}
          error={error("name")}
        />
        <SelectField
          label={manage.expiry.label}
          value={values.expiry}
          onChange={(event) => set({ expiry: event.target.value as Expiry })}
          options={[...stored, ...EXPIRIES]}
          error={errorOf("expiresAt")}
        />
      </div>
      {/* What a key may do is settled when it is made. */}
      {!apiKey && (
        <CheckList
          label={t.scopes}
          options={scopes.map((scope) => ({ value: scope, label: t.scope[scope], hint: scope }))}
          chosen={values.scopes}
          onChange={(chosen) => set({ scopes: chosen })}
          error={error("scopes")}
        />
      )}
      <ModelLimit models={values.models} onChange={(models) => set({ models })} error={error("models")} />
      <fieldset>
        <legend className="text-sm font-medium">{t.limits}</legend>
        <p className="mt-0.5 mb-3 text-sm text-muted-foreground">{t.limitsHint}</p>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          {LIMITS.map((limit) => (
            <Field
              key={limit}
              label={t[limit]}
              inputMode="numeric"
              value={values[limit]}
              onChange={(event) => set({ [limit]: event.target.value })}
              error={error(limit)}
            />
          ))}
        </div>
      </fieldset>
    </Form>
  );
}
