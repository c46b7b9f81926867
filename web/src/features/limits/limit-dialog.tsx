import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select-field";
import { modelNamesQuery } from "@/lib/model-names";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { AMOUNTS, type LimitRule, type LimitSubject, useLimitChanges } from "./api";
import { bodyOf, check, type RuleErrors, valuesOf } from "./limit-form";

type Props = { rule: LimitRule | null; rules: LimitRule[]; open: boolean; onClose: () => void };

/** Adds a rule, or changes one. */
export function LimitDialog({ rule, rules, open, onClose }: Props) {
  const t = manage.limits;
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && onClose()} title={rule ? t.editTitle : t.addTitle}>
      <LimitForm rule={rule} rules={rules} onClose={onClose} />
    </Dialog>
  );
}

const ROLES = Object.entries(manage.limits.roleOf).map(([value, label]) => ({ value, label }));
const SUBJECTS = Object.entries(manage.limits.subjects).map(([value, label]) => ({ value, label }));

function LimitForm({ rule, rules, onClose }: Omit<Props, "open">) {
  const t = manage.limits;
  const list = useId();
  const [values, setValues] = useState(() => valuesOf(rule));
  const [wrong, setWrong] = useState<RuleErrors>({});
  const { put } = useLimitChanges();
  const models = useQuery(modelNamesQuery);
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (more: Partial<typeof values>) => {
    setValues({ ...values, ...more });
    setWrong({});
  };
  const error = (field: keyof typeof values) => wrong[field] ?? errorOf(field);
  const { subject, name } = values;
  const replaced =
    !rule && rules.some((one) => one.subject === subject && (one.userName ?? one.name ?? "") === nameOf(values));
  const save = async () => {
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    if (await run(() => put.mutateAsync(bodyOf(values)), t.saved)) onClose();
  };
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onClose}
      submit={rule ? text.app.save : manage.common.add}
      busy={busy}
      problem={problem}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t.subject}
          value={subject}
          disabled={rule !== null}
          options={SUBJECTS}
          onChange={(event) => {
            const next = event.target.value as LimitSubject;
            set({ subject: next, name: next === "role" ? "User" : "" });
          }}
        />
        {subject === "role" && (
          <SelectField
            label={t.who.role ?? ""}
            value={name}
            disabled={rule !== null}
            options={ROLES}
            onChange={(event) => set({ name: event.target.value })}
            error={error("name")}
          />
        )}
        {(subject === "user" || subject === "model") && (
          <Field
            label={t.who[subject] ?? ""}
            value={name}
            disabled={rule !== null}
            list={subject === "model" ? list : undefined}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => set({ name: event.target.value })}
            hint={subject === "user" && !error("name") ? t.userHint : undefined}
            error={error("name")}
          />
        )}
        <datalist id={list}>
          {(models.data ?? []).map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </div>
      {replaced && <Notice>{t.replaces}</Notice>}
      <div className="grid grid-cols-2 gap-5 sm:grid-cols-3">
        {AMOUNTS.map((amount) => (
          <Field
            key={amount}
            label={t[amount]}
            inputMode="numeric"
            value={values[amount]}
            onChange={(event) => set({ [amount]: event.target.value })}
            error={error(amount)}
          />
        ))}
      </div>
      <p className="text-sm text-muted-foreground">{t.amountsHint}</p>
      {wrong.nothing && <Notice tone="danger">{wrong.nothing}</Notice>}
    </Form>
  );
}

const nameOf = ({ subject, name }: { subject: LimitSubject; name: string }) =>
  subject === "everyone" ? "" : name.trim();
