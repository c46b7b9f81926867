import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { formatNumber } from "@/lib/format";
import { useSubmit } from "@/lib/use-submit";
import { installed as t } from "@/texts/installed";
import { jobs } from "@/texts/jobs";
import { manage } from "@/texts/manage";
import { type Usage, usageQuery, useInstalledChanges } from "./api";
import type { Acting } from "./installed-panel";

type Props = { open: boolean; acting: Acting; onClose: () => void };

/** Something that is done at once, on the nodes that are chosen. */
export function ActDialog({ open, acting, onClose }: Props) {
  const act = acting.act as keyof typeof t.acts;
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t.actOn(t.acts[act], acting.model.name)}>
      <ActForm act={act} model={acting.model} onClose={onClose} />
    </Dialog>
  );
}

type FormProps = { act: keyof typeof t.acts; model: Acting["model"]; onClose: () => void };

function ActForm({ act, model, onClose }: FormProps) {
  const fits = (loaded: boolean) => (act === "load" ? !loaded : act === "unload" ? loaded : true);
  const [chosen, setChosen] = useState(() =>
    act === "remove" && model.nodes.length > 1 ? [] : model.nodes.filter((n) => fits(n.loaded)).map((n) => n.id),
  );
  const [destination, setDestination] = useState("");
  const [checked, setChecked] = useState(false);
  const { load, copy, remove } = useInstalledChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const on = { model: model.name, nodeIds: chosen };
  const work = () => {
    if (act === "copy") return copy.mutateAsync({ ...on, destination: destination.trim() });
    if (act === "remove") return remove.mutateAsync(on);
    return load.mutateAsync({ ...on, loaded: act === "load" });
  };
  const submit = async () => {
    setChecked(true);
    if (chosen.length === 0 || (act === "copy" && !destination.trim())) return;
    if (await run(work, t.done[act](model.name))) onClose();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={t.acts[act]} busy={busy} problem={problem}>
      {act === "remove" && <Dependents model={model.name} />}
      {act !== "remove" && <p className="text-sm text-muted-foreground">{t.hints[act]}</p>}
      {act === "copy" && (
        <Field
          label={t.destination}
          value={destination}
          maxLength={200}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          placeholder="house:stable"
          onChange={(event) => setDestination(event.target.value)}
          error={checked && !destination.trim() ? manage.common.required : errorOf("destination")}
        />
      )}
      <CheckList
        label={jobs.nodes}
        options={model.nodes.map(({ id, name, loaded }) => ({ value: id, label: name, disabled: !fits(loaded) }))}
        chosen={chosen}
        onChange={setChosen}
        error={checked && chosen.length === 0 ? jobs.nodesNone : undefined}
      />
    </Form>
  );
}

/** Who will miss it. */
function Dependents({ model }: { model: string }) {
  const usage = useQuery(usageQuery(model));
  return (
    <Loaded query={usage} lines={1}>
      {(found) => (
        <Notice tone={found.requests > 0 || found.aliases.length > 0 ? "signal" : "plain"}>{said(found)}</Notice>
      )}
    </Loaded>
  );
}

const said = ({ requests, users, aliases }: Usage) =>
  [
    requests > 0 ? t.usage(formatNumber(requests), users) : t.unused,
    aliases.length > 0 ? t.aliases(aliases.join(", ")) : "",
  ]
    .filter(Boolean)
    .join(" ");
