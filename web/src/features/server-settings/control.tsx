import { useId } from "react";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { Switch } from "@/components/ui/switch";
import { TextAreaField } from "@/components/ui/text-area-field";
import { serverSettings as t } from "@/texts/server-settings";
import type { Setting, Value } from "./api";
import { fromLocal, toLocal } from "./groups";

type Props = {
  setting: Setting;
  value: Value;
  onChange: (value: Value) => void;
  error: string | undefined;
  label: string;
  hint?: string | undefined;
  models: string[];
};

/** What a setting is changed with, by what it takes. */
export function Control({ setting, value, onChange, error, models, label, hint }: Props) {
  const id = useId();
  const common = { label, hint, error, disabled: setting.lock !== null };
  const text = typeof value === "string" ? value : "";
  const length = setting.maxLength ?? undefined;
  if (setting.kind === "flag")
    return <Switch label={label} hint={hint} disabled={common.disabled} checked={value === true} onChange={onChange} />;
  if (setting.kind === "choice")
    return (
      <SelectField
        {...common}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        options={(setting.choices ?? []).map((choice) => ({ value: choice, label: t.choices[choice] ?? choice }))}
      />
    );
  if (setting.kind === "number")
    return (
      <Field
        {...common}
        type="number"
        inputMode="numeric"
        value={value === null ? "" : String(value)}
        min={setting.minimum ?? undefined}
        max={setting.maximum ?? undefined}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    );
  if (setting.kind === "moment")
    return (
      <Field
        {...common}
        type="datetime-local"
        value={toLocal(value)}
        onChange={(event) => onChange(fromLocal(event.target.value))}
      />
    );
  if (setting.kind === "secret")
    return (
      <Field
        {...common}
        type="password"
        autoComplete="new-password"
        placeholder={setting.isSet ? t.secretSet : t.secretNone}
        maxLength={length}
        value={text}
        onChange={(event) => onChange(event.target.value || null)}
      />
    );
  if (setting.name === "Banner:Text")
    return (
      <TextAreaField
        {...common}
        prose
        maxLength={length}
        value={text}
        onChange={(event) => onChange(event.target.value || null)}
      />
    );
  const suggests = setting.name === "Chat:DefaultModel";
  return (
    <>
      <Field
        {...common}
        list={suggests ? id : undefined}
        spellCheck={false}
        autoCapitalize="none"
        placeholder={suggests ? t.firstModel : undefined}
        maxLength={length}
        value={text}
        onChange={(event) => onChange(event.target.value || null)}
      />
      {suggests && (
        <datalist id={id}>
          {models.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </>
  );
}
