import { Pencil, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { queue as text } from "@/texts/queue";
import { type QueuedQuestion, questionText, useQueueChange } from "./api";

export function QueuedMessage({ id, question }: { id: string; question: QueuedQuestion }) {
  const { edit, remove } = useQueueChange(id);
  const [draft, setDraft] = useState<string | null>(null);
  const problem = edit.error ?? remove.error;
  return (
    <li className="rounded-xl px-2 py-0.5 hover:bg-accent/60">
      {draft === null ? (
        <div className="flex items-center gap-1">
          <p className="min-w-0 flex-1 truncate text-sm" dir="auto">
            {questionText(question)}
          </p>
          <IconButton label={text.edit} onClick={() => setDraft(questionText(question))}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={text.remove} disabled={remove.isPending} onClick={() => remove.mutate(question.id)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ) : (
        <Editing
          value={draft}
          onChange={setDraft}
          onCancel={() => setDraft(null)}
          onSave={() =>
            edit.mutate({ question: question.id, message: draft.trim() }, { onSuccess: () => setDraft(null) })
          }
        />
      )}
      {problem && (
        <p role="alert" className="pb-1 text-sm text-danger">
          {problem.message}
        </p>
      )}
    </li>
  );
}

type Props = { value: string; onChange: (value: string) => void; onSave: () => void; onCancel: () => void };

function Editing({ value, onChange, onSave, onCancel }: Props) {
  const empty = value.trim() === "";
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      // The answer that is being made has nothing to do with it.
      event.stopPropagation();
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!empty) onSave();
    }
  };
  return (
    <div className="flex flex-wrap items-end justify-end gap-2 py-1">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the pencil was pressed to write here
        autoFocus
        aria-label={text.editing}
        rows={1}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-32 min-w-0 flex-1 basis-64 resize-none rounded-lg border border-input bg-card px-2.5 py-1.5 text-base outline-none focus:border-ring sm:text-sm"
      />
      <Button variant="quiet" size="sm" onClick={onCancel}>
        {text.cancel}
      </Button>
      <Button size="sm" disabled={empty} onClick={onSave}>
        {text.save}
      </Button>
    </div>
  );
}
