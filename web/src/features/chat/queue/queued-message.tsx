import { useQueryClient } from "@tanstack/react-query";
import { Paperclip, Pencil, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { queue as text } from "@/texts/queue";
import { PartList } from "../files/part-list";
import { giveBack } from "../files/tray";
import { type QueuedQuestion, questionFiles, questionText, queueQuery, useQueueChange } from "./api";

export function QueuedMessage({ id, question }: { id: string; question: QueuedQuestion }) {
  const { edit, remove } = useQueueChange(id);
  const [draft, setDraft] = useState<string | null>(null);
  const own = questionFiles(question);
  const [files, setFiles] = useState(own);
  const problem = edit.error ?? remove.error;
  const queries = useQueryClient();
  const written = useRef<(() => void) | null>(null);
  written.current =
    draft === null || (draft.trim() === questionText(question) && files.length === own.length)
      ? null
      : () => giveBack(id, draft.trim(), files);
  // It was asked in its old words while the new ones were written: they go to the composer.
  useEffect(
    () => () => {
      const waiting = queries.getQueryData(queueQuery(id).queryKey)?.items;
      if (waiting && !waiting.some((one) => one.id === question.id)) written.current?.();
    },
    [queries, id, question.id],
  );
  return (
    <li className="rounded-xl px-2 py-0.5 hover:bg-accent/60">
      {draft === null ? (
        <div className="flex items-center gap-1">
          {own.length > 0 && (
            <span className="flex max-w-[45%] shrink-0 items-center gap-1 rounded-full border px-2 py-0.5 text-xs text-muted-foreground">
              <Paperclip aria-hidden className="size-3 shrink-0" />
              <span className="truncate" dir="auto">
                {own.map((file) => file.name).join(", ")}
              </span>
            </span>
          )}
          <p className="min-w-0 flex-1 truncate text-sm" dir="auto">
            {questionText(question)}
          </p>
          {/* One answers, also where several were chosen. */}
          {question.model && (
            <span className="max-w-28 shrink-0 truncate text-xs text-muted-foreground">{question.model}</span>
          )}
          <IconButton
            label={text.edit}
            onClick={() => {
              setFiles(own);
              setDraft(questionText(question));
            }}
          >
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={text.remove} disabled={remove.isPending} onClick={() => remove.mutate(question.id)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ) : (
        <Editing
          files={files.length > 0 && <PartList files={files} onChange={setFiles} />}
          empty={draft.trim() === "" && files.length === 0}
          value={draft}
          onChange={setDraft}
          onCancel={() => setDraft(null)}
          onSave={() =>
            edit.mutate({ question: question.id, message: draft.trim(), files }, { onSuccess: () => setDraft(null) })
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

type Props = {
  files: ReactNode;
  empty: boolean;
  value: string;
  onChange: (value: string) => void;
  onSave: () => void;
  onCancel: () => void;
};

function Editing({ files, empty, value, onChange, onSave, onCancel }: Props) {
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
      {files && <div className="w-full">{files}</div>}
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
