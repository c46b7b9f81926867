import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { api } from "@/lib/http";
import { queryClient } from "@/lib/query-client";
import { offerUndo } from "@/lib/undo";
import { useSubmit } from "@/lib/use-submit";
import { organise } from "@/texts/organise";
import { text } from "@/texts/text";
import { type Tag, tagsQuery } from "./lists";
import { ColourChoice } from "./mark-choice";
import { shownTag } from "./state";

/** Renames, recolours or deletes a tag, in its place in the list. */
export function TagForm({ tag, onDone }: { tag: Tag; onDone: () => void }) {
  const [name, setName] = useState(tag.name);
  const [colour, setColour] = useState(tag.colour);
  const { run, busy, problem, errorOf } = useSubmit();
  const path = `/tags/${tag.id}`;
  const again = () =>
    Promise.all(
      [tagsQuery.queryKey, ["conversations"], ["conversation"]].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  const save = async () => {
    const body = { name: name.trim() || tag.name, colour };
    if (await run(() => api(path, { method: "PATCH", body }))) {
      await again();
      onDone();
    }
  };
  const remove = async () => {
    if (!(await run(() => api(path, { method: "DELETE" }), organise.tagDeleted(tag.name)))) return;
    if (shownTag.get() === tag.id) shownTag.set(null);
    offerUndo(organise.tagDeleted(tag.name), () => api(`${path}/restore`, { method: "POST" }).finally(again));
    await again();
    onDone();
  };
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onDone}
      submit={text.app.save}
      busy={busy}
      problem={problem}
      extra={
        <Button variant="danger" disabled={busy} onClick={() => void remove()}>
          {organise.deleteTag}
        </Button>
      }
    >
      <Field
        label={organise.name}
        value={name}
        maxLength={50}
        onChange={(event) => setName(event.target.value)}
        error={errorOf("name")}
      />
      <ColourChoice label={organise.colour} value={colour} onChange={setColour} />
    </Form>
  );
}
