import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { useSubmit } from "@/lib/use-submit";
import { jobs as t } from "@/texts/jobs";
import { manage } from "@/texts/manage";
import { type Target, targetsQuery, useJobChanges } from "./api";

type Props = { open: boolean; onClose: () => void };

/** Which model, and where to. */
export function InstallDialog({ open, onClose }: Props) {
  const targets = useQuery({ ...targetsQuery, enabled: open });
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={t.installTitle}>
      <Loaded query={targets} lines={2}>
        {(nodes) =>
          nodes.length === 0 ? (
            <Notice tone="signal">{t.noNodes}</Notice>
          ) : (
            <InstallForm nodes={nodes} onClose={onClose} />
          )
        }
      </Loaded>
    </Dialog>
  );
}

function InstallForm({ nodes, onClose }: { nodes: Target[]; onClose: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(() => nodes.filter((node) => node.reachable).map((node) => node.id));
  const [checked, setChecked] = useState(false);
  const { install } = useJobChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const asked = name.trim();
  const start = async () => {
    setChecked(true);
    if (!asked || chosen.length === 0) return;
    if (await run(() => install.mutateAsync({ model: asked, nodeIds: chosen }), t.started(asked))) onClose();
  };
  return (
    <Form onSubmit={() => void start()} onCancel={onClose} submit={t.start} busy={busy} problem={problem}>
      <Field
        label={t.model}
        value={name}
        maxLength={200}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        placeholder="llama3.2:3b"
        dir="ltr"
        onChange={(event) => setName(event.target.value)}
        hint={t.modelHint}
        error={checked && !asked ? manage.common.required : errorOf("model")}
      />
      <CheckList
        label={t.nodes}
        options={nodes.map((node) => ({ value: node.id, label: node.name, hint: node.reachable ? undefined : t.away }))}
        chosen={chosen}
        onChange={setChosen}
        error={checked && chosen.length === 0 ? t.nodesNone : errorOf("nodeIds")}
      />
    </Form>
  );
}
