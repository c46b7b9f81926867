import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SelectField } from "@/components/ui/select-field";
import { useSubmit } from "@/lib/use-submit";
import { catalogue } from "@/texts/catalogue";
import { manage } from "@/texts/manage";
import { organise } from "@/texts/organise";
import { text } from "@/texts/text";
import { type Tag, useCatalogueChanges } from "./api";

type Props = { tag: Tag | null; open: boolean; onClose: () => void };

export function TagDialog({ tag, open, onClose }: Props) {
  const t = catalogue.admin;
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={tag ? t.editTag(tag.name) : t.newTag}>
      <TagForm tag={tag} onClose={onClose} />
    </Dialog>
  );
}

function TagForm({ tag, onClose }: Omit<Props, "open">) {
  const t = catalogue.admin;
  const [name, setName] = useState(tag?.name ?? "");
  const [colour, setColour] = useState(tag?.colour ?? "");
  const [empty, setEmpty] = useState(false);
  const { saveTag } = useCatalogueChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    setEmpty(!name.trim());
    if (!name.trim()) return;
    const body = { id: tag?.id ?? null, name: name.trim(), colour: colour || null };
    if (await run(() => saveTag.mutateAsync(body), tag ? t.saved : t.tagMade(name.trim()))) onClose();
  };
  return (
    <Form
      onSubmit={() => void submit()}
      onCancel={onClose}
      submit={tag ? text.app.save : manage.common.create}
      busy={busy}
      problem={problem}
    >
      <Field
        label={t.tagName}
        dir="auto"
        autoComplete="off"
        maxLength={50}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={empty ? manage.common.required : errorOf("name")}
      />
      <SelectField
        label={t.colour}
        value={colour}
        onChange={(event) => setColour(event.target.value)}
        options={[
          { value: "", label: organise.noColour },
          ...Object.entries(organise.colours).map(([value, label]) => ({ value, label })),
        ]}
      />
    </Form>
  );
}

type MergeProps = { tag: Tag; others: Tag[]; open: boolean; onClose: () => void };

export function MergeDialog({ tag, others, open, onClose }: MergeProps) {
  const t = catalogue.admin;
  const [into, setInto] = useState(others[0]?.id ?? "");
  const { mergeTag } = useCatalogueChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    if (await run(() => mergeTag.mutateAsync({ id: tag.id, into }), t.merged)) onClose();
  };
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t.mergeTitle(tag.name)}>
      <Form onSubmit={() => void submit()} onCancel={onClose} submit={t.merge} busy={busy} problem={problem}>
        <SelectField
          label={t.mergeInto}
          hint={t.mergeHint}
          value={into}
          onChange={(event) => setInto(event.target.value)}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          error={errorOf("into")}
        />
      </Form>
    </Dialog>
  );
}
