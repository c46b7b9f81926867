import { Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Switch } from "@/components/ui/switch";
import { TextAreaField } from "@/components/ui/text-area-field";
import { useSubmit } from "@/lib/use-submit";
import { catalogue } from "@/texts/catalogue";
import { text } from "@/texts/text";
import { type ManagedModel, useCatalogueChanges } from "./api";
import { CAPABILITIES, factsOf, NUMBERS, saidByEngine, TEXTS, valuesOf } from "./edit-values";
import { Picture } from "./picture";

type Props = { model: ManagedModel; open: boolean; onClose: () => void };

/** What an administrator says of a model; what is left empty is as the engine says. */
export function EditDialog({ model, open, onClose }: Props) {
  return (
    <Dialog
      wide
      keep
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={catalogue.admin.editTitle(model.name)}
    >
      <EditForm model={model} onClose={onClose} />
    </Dialog>
  );
}

function EditForm({ model, onClose }: Omit<Props, "open">) {
  const t = catalogue.admin;
  const [values, setValues] = useState(() => valuesOf(model.edited));
  const [capabilities, setCapabilities] = useState(model.edited.capabilities);
  const [featured, setFeatured] = useState(model.featured);
  const { edit } = useCatalogueChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (name: keyof typeof values, value: string) => setValues({ ...values, [name]: value });
  const submit = async () => {
    const edited = { ...factsOf(values), size: model.edited.size, capabilities };
    if (await run(() => edit.mutateAsync({ model, edited, featured }), t.saved)) onClose();
  };
  const field = (name: keyof typeof values, label: string, more: object = {}) => {
    const engine = saidByEngine(model.engine, name);
    return (
      <Field
        key={name}
        label={label}
        value={values[name]}
        onChange={(event) => set(name, event.target.value)}
        placeholder={engine}
        hint={values[name] && engine ? t.asEngine(engine) : undefined}
        error={errorOf(name)}
        end={
          values[name] && (
            <Button
              variant="quiet"
              size="iconSm"
              aria-label={t.back(label)}
              title={t.back(label)}
              onClick={() => set(name, "")}
            >
              <Undo2 aria-hidden className="rtl:-scale-x-100" />
            </Button>
          )
        }
        {...more}
      />
    );
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={text.app.save} busy={busy} problem={problem}>
      <Picture model={model} />
      <Switch label={t.featured} hint={t.featuredHint} checked={featured} onChange={setFeatured} />
      {field("displayName", catalogue.facts.displayName, { maxLength: 100 })}
      <TextAreaField
        prose
        label={catalogue.facts.description}
        hint={t.description}
        dir="auto"
        maxLength={4000}
        value={values.description}
        onChange={(event) => set("description", event.target.value)}
        error={errorOf("description")}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {TEXTS.map((name) => field(name, catalogue.facts[name], { maxLength: 50 }))}
        {field("contextLength", catalogue.facts.contextLength, { type: "number", min: 1 })}
        {field("releasedOn", catalogue.facts.releasedOn, { type: "date" })}
        {field("languages", catalogue.facts.languages, {
          dir: "ltr",
          ...(values.languages ? {} : { hint: t.languagesHint }),
        })}
      </div>
      <Switch
        label={t.ownCapabilities}
        hint={t.asEngine((model.engine.capabilities ?? []).map((one) => catalogue.capability[one] ?? one).join(", "))}
        checked={capabilities !== null}
        onChange={(on) => setCapabilities(on ? (model.engine.capabilities ?? []) : null)}
      />
      {capabilities && (
        <CheckList
          label={catalogue.capabilities}
          options={CAPABILITIES.map((value) => ({ value, label: catalogue.capability[value] ?? value }))}
          chosen={capabilities}
          onChange={setCapabilities}
          error={errorOf("capabilities")}
        />
      )}
      <fieldset>
        <legend className="text-sm font-medium">{t.defaults}</legend>
        <p className="mb-3 text-sm text-muted-foreground">{t.defaultsHint}</p>
        <div className="grid gap-5 sm:grid-cols-3">
          {NUMBERS.map((name) => field(name, catalogue.parameters[name], { type: "number", step: "any", min: 0 }))}
        </div>
      </fieldset>
    </Form>
  );
}
