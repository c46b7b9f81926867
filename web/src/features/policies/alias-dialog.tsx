import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { type Alias, useAliasChanges } from "./api";

type Props = { alias: Alias | null; models: string[]; open: boolean; onClose: () => void };

/** Adds an alias, or changes what stands behind one. */
export function AliasDialog({ alias, models, open, onClose }: Props) {
  const t = manage.policies;
  return (
    <Dialog
      keep
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={alias ? t.editTitle(alias.name) : t.addTitle}
    >
      <AliasForm alias={alias} models={models} onClose={onClose} />
    </Dialog>
  );
}

function AliasForm({ alias, models, onClose }: Omit<Props, "open">) {
  const t = manage.policies;
  const list = useId();
  const [name, setName] = useState(alias?.name ?? "");
  const [targets, setTargets] = useState(alias?.targets ?? [""]);
  const [wrong, setWrong] = useState<{ name?: string; targets?: string }>({});
  const { put } = useAliasChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const set = (place: number, value: string) =>
    setTargets(targets.map((old, index) => (index === place ? value : old)));
  const swap = (a: number, b: number) =>
    setTargets(targets.map((old, index) => targets[index === a ? b : index === b ? a : index] ?? old));
  const save = async () => {
    const filled = [...new Set(targets.map((target) => target.trim()).filter(Boolean))];
    const found = {
      ...(name.trim() ? {} : { name: manage.common.required }),
      ...(filled.length > 0 ? {} : { targets: t.targetsNone }),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    if (await run(() => put.mutateAsync({ name: name.trim(), targets: filled }), t.saved)) onClose();
  };
  const targetsWrong = wrong.targets ?? errorOf("targets");
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onClose}
      submit={alias ? text.app.save : manage.common.add}
      busy={busy}
      problem={problem}
    >
      <Field
        label={t.alias}
        value={name}
        disabled={alias !== null}
        maxLength={200}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
        hint={alias || wrong.name ? undefined : t.aliasHint}
        error={wrong.name ?? errorOf("name")}
      />
      <fieldset>
        <legend className="text-sm font-medium">{t.targets}</legend>
        <p className="mt-0.5 mb-3 text-sm text-muted-foreground">{t.targetsHint}</p>
        <datalist id={list}>
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <ol className="space-y-2">
          {targets.map((target, place) => (
            <li key={place} className="flex items-center gap-1">
              <input
                list={list}
                aria-label={t.target(place + 1)}
                aria-invalid={targetsWrong && place === 0 ? true : undefined}
                value={target}
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => set(place, event.target.value)}
                className="h-10 min-w-0 flex-1 rounded-lg border border-input bg-card px-3 text-base aria-invalid:border-danger sm:text-[0.9375rem]"
              />
              <IconButton label={t.up(place + 1)} disabled={place === 0} onClick={() => swap(place, place - 1)}>
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton
                label={t.down(place + 1)}
                disabled={place === targets.length - 1}
                onClick={() => swap(place, place + 1)}
              >
                <ArrowDown aria-hidden />
              </IconButton>
              <IconButton
                label={t.drop(place + 1)}
                disabled={targets.length === 1}
                onClick={() => setTargets(targets.filter((_, index) => index !== place))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ol>
        {targetsWrong && <p className="mt-1.5 text-sm text-danger">{targetsWrong}</p>}
        <Button variant="quiet" size="sm" className="mt-2 -ms-2" onClick={() => setTargets([...targets, ""])}>
          <Plus aria-hidden />
          {t.addTarget}
        </Button>
      </fieldset>
    </Form>
  );
}
