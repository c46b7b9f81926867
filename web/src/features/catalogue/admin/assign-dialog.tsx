import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CheckList } from "@/components/ui/check-list";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { catalogue } from "@/texts/catalogue";
import { text } from "@/texts/text";
import { tagsQuery, useCatalogueChanges } from "./api";

type Props = { models: string[]; open: boolean; onClose: () => void; onDone: () => void };

/** Puts tags on all of the selected models, or takes them off. */
export function AssignDialog({ models, open, onClose, onDone }: Props) {
  const t = catalogue.admin;
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t.tagTitle(models.length)}>
      <AssignForm models={models} onClose={onClose} onDone={onDone} />
    </Dialog>
  );
}

function AssignForm({ models, onClose, onDone }: Omit<Props, "open">) {
  const t = catalogue.admin;
  const tags = useQuery(tagsQuery).data ?? [];
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [empty, setEmpty] = useState(false);
  const { assign } = useCatalogueChanges();
  const { run, busy, problem } = useSubmit();
  const options = (others: string[]) =>
    tags.map(({ id, name }) => ({ value: id, label: <bdi>{name}</bdi>, disabled: others.includes(id) }));
  const submit = async () => {
    setEmpty(add.length + remove.length === 0);
    if (add.length + remove.length === 0) return;
    if (!(await run(() => assign.mutateAsync({ models, add, remove }), t.tagged))) return;
    onClose();
    onDone();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={text.app.save} busy={busy} problem={problem}>
      <CheckList
        label={t.putOn}
        options={options(remove)}
        chosen={add}
        onChange={setAdd}
        error={empty ? t.nothingChosen : undefined}
      />
      <CheckList label={t.takeOff} options={options(add)} chosen={remove} onChange={setRemove} />
    </Form>
  );
}
