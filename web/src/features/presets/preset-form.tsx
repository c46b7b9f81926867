import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select-field";
import type { Grant } from "@/lib/grants";
import { may, useUser } from "@/lib/permissions";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { presets } from "@/texts/presets";
import {
  modelNamesQuery,
  type Preset,
  type PresetBody,
  putPresetGrants,
  usePresetChanges,
  type Visibility,
} from "./api";
import { bodyOf, valuesOf, wrongIn } from "./form-values";
import { OptionValues } from "./option-values";
import { PresetGrants } from "./preset-grants";
import { ProfileChoice } from "./profile-choice";
import { PromptField } from "./prompt-field";

type Props = { preset: Preset | null; onDone: (saved: Preset | null) => void; onReload: () => Promise<Preset> };

/** Everything of a preset. One that is somebody else's can be read. */
export function PresetForm({ preset, onDone, onReload }: Props) {
  const [values, setValues] = useState<PresetBody>(() => valuesOf(preset));
  const [version, setVersion] = useState(preset?.version ?? "");
  const [grants, setGrants] = useState<Grant[] | null>(null);
  const [schemaError, setSchemaError] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const { create, save } = usePresetChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const readOnly = preset?.editable === false;
  const set = (change: Partial<PresetBody>) => setValues((now) => ({ ...now, ...change }));
  const submit = () => {
    setTried(true);
    if (readOnly) return onDone(null);
    if (schemaError || wrongIn(values)) return;
    const body = bodyOf(values);
    const saving = async () => {
      const saved = await (preset ? save.mutateAsync({ id: preset.id, version, body }) : create.mutateAsync(body));
      if (grants && body.visibility !== "private") await putPresetGrants(saved.id, grants);
      onDone(saved);
    };
    void run(saving, presets.saved(body.name));
  };
  const stale = problem?.code === "changed-meanwhile";
  return (
    <Form
      onSubmit={submit}
      onCancel={() => onDone(null)}
      submit={readOnly ? presets.done : presets.save}
      busy={busy}
      problem={stale ? null : problem}
    >
      {readOnly && <Notice>{presets.viewHint}</Notice>}
      <fieldset disabled={readOnly} className="space-y-5">
        <Field
          label={presets.name}
          value={values.name}
          maxLength={100}
          error={tried && !values.name.trim() ? manage.common.required : errorOf("name")}
          onChange={(event) => set({ name: event.target.value })}
        />
        <Field
          label={presets.description}
          value={values.description ?? ""}
          maxLength={1000}
          error={errorOf("description")}
          onChange={(event) => set({ description: event.target.value })}
        />
        <ModelField value={values.model} error={errorOf("model")} onChange={(model) => set({ model })} />
        {!readOnly && <ProfileChoice model={values.model} onChoose={(options) => set({ options })} />}
      </fieldset>
      <PromptField
        value={values.systemPrompt ?? ""}
        onChange={(systemPrompt) => set({ systemPrompt })}
        model={values.model}
        error={errorOf("systemPrompt")}
        readOnly={readOnly}
      />
      <OptionValues
        options={values.options}
        onChange={(options) => set({ options })}
        onSchemaError={setSchemaError}
        readOnly={readOnly}
      />
      <VisibilityField
        value={values.visibility}
        readOnly={readOnly}
        onChange={(visibility) => set({ visibility })}
        use={preset ? presets.usedBy(preset.usedBy.conversations, preset.usedBy.folders) : null}
      />
      {!readOnly && values.visibility !== "private" && (
        <PresetGrants preset={preset} grants={grants} onChange={setGrants} error={errorOf("grants")} />
      )}
      {stale && preset && (
        <Notice
          tone="signal"
          actions={
            <>
              <Button
                variant="outline"
                size="sm"
                onClick={() =>
                  void onReload().then((now) => {
                    setValues(valuesOf(now));
                    setVersion(now.version);
                  })
                }
              >
                {presets.loadTheirs}
              </Button>
              <Button
                variant="outline"
                size="sm"
                onClick={() => void onReload().then((now) => setVersion(now.version))}
              >
                {presets.saveMine}
              </Button>
            </>
          }
        >
          {presets.changedMeanwhile}
        </Notice>
      )}
    </Form>
  );
}

function ModelField({
  value,
  error,
  onChange,
}: {
  value: string | null;
  error: string | undefined;
  onChange: (model: string | null) => void;
}) {
  const models = useQuery(modelNamesQuery).data ?? [];
  const names = value && !models.includes(value) ? [value, ...models] : models;
  return (
    <SelectField
      label={presets.model}
      value={value ?? ""}
      error={error}
      options={[{ value: "", label: presets.anyModel }, ...names.map((name) => ({ value: name, label: name }))]}
      onChange={(event) => onChange(event.target.value || null)}
    />
  );
}

type VisibilityProps = { value: Visibility; readOnly: boolean; use: ReactNode; onChange: (value: Visibility) => void };

function VisibilityField({ value, readOnly, use, onChange }: VisibilityProps) {
  const user = useUser();
  const choices: Visibility[] =
    may(user, "settings.manage") || value === "global"
      ? ["private", "granted", "shared", "global"]
      : ["private", "granted", "shared"];
  return (
    <div>
      <SelectField
        label={presets.visibilityLabel}
        value={value}
        disabled={readOnly}
        hint={presets.visibilityHint[value]}
        options={choices.map((one) => ({ value: one, label: presets.visibility[one] }))}
        onChange={(event) => onChange(event.target.value as Visibility)}
      />
      {use && <p className="mt-1 text-sm text-muted-foreground">{use}.</p>}
    </div>
  );
}
