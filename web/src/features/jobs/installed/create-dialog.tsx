import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextAreaField } from "@/components/ui/text-area-field";
import { useSubmit } from "@/lib/use-submit";
import { installed as t } from "@/texts/installed";
import { jobs } from "@/texts/jobs";
import { manage } from "@/texts/manage";
import type { Target } from "../api";
import { useInstalledChanges } from "./api";
import { readParameters } from "./parameters";

type Props = { open: boolean; base: string; nodes: Target[]; onClose: () => void };

/** A model made of another: other words before each chat, other values. */
export function CreateDialog({ open, base, nodes, onClose }: Props) {
  return (
    <Dialog keep wide open={open} onOpenChange={(now) => !now && onClose()} title={t.createTitle(base)}>
      <CreateForm key={base} base={base} nodes={nodes.filter((node) => node.reachable)} onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ base, nodes, onClose }: Omit<Props, "open">) {
  const [typed, setTyped] = useState({ name: "", from: base, system: "", template: "", parameters: "", adapter: "" });
  const [chosen, setChosen] = useState(() => nodes.map((node) => node.id));
  const [checked, setChecked] = useState(false);
  const { create } = useInstalledChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const parameters = readParameters(typed.parameters);
  const field = (name: keyof typeof typed, needed = false) => ({
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
    error: needed && checked && !typed[name].trim() ? manage.common.required : errorOf(name),
  });
  const plain = { maxLength: 200, autoCapitalize: "none", autoComplete: "off", spellCheck: false, dir: "ltr" } as const;
  const submit = async () => {
    setChecked(true);
    const [name, from, adapter] = [typed.name.trim(), typed.from.trim(), typed.adapter.trim()];
    if (!name || !from || !parameters || chosen.length === 0) return;
    const body = {
      name,
      from,
      system: typed.system || null,
      template: typed.template || null,
      parameters,
      adapters: adapter ? { "adapter.gguf": adapter } : ({} as Record<string, string>),
      nodeIds: chosen,
    };
    if (await run(() => create.mutateAsync(body), jobs.started(name))) onClose();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={manage.common.create} busy={busy} problem={problem}>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={manage.common.name} placeholder="house:stable" {...plain} {...field("name", true)} />
        <Field label={t.base} {...plain} {...field("from", true)} />
      </div>
      <TextAreaField prose label={t.system} {...field("system")} />
      <TextAreaField label={t.template} hint={t.templateHint} dir="ltr" {...field("template")} />
      <TextAreaField
        label={t.parameters}
        hint={t.parametersHint}
        dir="ltr"
        {...field("parameters")}
        error={checked && !parameters ? t.parametersWrong : errorOf("parameters")}
      />
      <Field
        label={t.adapter}
        hint={t.adapterHint}
        placeholder="sha256:…"
        {...plain}
        {...field("adapter")}
        error={errorOf("adapters")}
      />
      <CheckList
        label={jobs.nodes}
        options={nodes.map((node) => ({ value: node.id, label: node.name }))}
        chosen={chosen}
        onChange={setChosen}
        error={checked && chosen.length === 0 ? jobs.nodesNone : errorOf("nodeIds")}
      />
    </Form>
  );
}
