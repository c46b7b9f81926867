import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { text as common } from "@/texts/text";
import { treeText as text } from "@/texts/tree";
import type { FilePart } from "./files/part";
import { PartList } from "./files/part-list";
import type { Row } from "./row";
import { asProblem, type Editing, type Thread } from "./thread";
import { edit } from "./tree-actions";

type Props = {
  thread: Thread;
  row: Row;
  editing: Editing;
  onAsk: (row: Row, question: string, files: readonly FilePart[]) => void;
};

/** The text of a message, to be changed where it stands: asked again in these words, or written over. */
export function MessageEditor({ thread, row, editing, onAsk }: Props) {
  const { ask } = editing;
  const { text: value = row.text, files = row.files } = editing;
  const begun = useRef(editing.text !== undefined);
  const write = (change: Partial<typeof editing>) => thread.editing.set({ ...editing, ...change });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // Scrolled away and back: what has the focus by now keeps it.
    if (begun.current) return;
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  const ready = !busy && (value.trim() !== "" || (ask && files.length > 0)) && (ask || value !== row.text);
  const close = () => thread.editing.set(null);
  const submit = async () => {
    if (!ready) return;
    if (ask) {
      close();
      onAsk(row, value.trim(), files);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await edit(thread, row, value);
      close();
    } catch (error) {
      setProblem(asProblem(error).message);
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && (ask ? !event.shiftKey : event.ctrlKey)) {
      event.preventDefault();
      void submit();
    }
  };
  return (
    <form
      className="w-full rounded-2xl border border-input bg-card p-2 focus-within:border-ring"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {ask && files.length > 0 && <PartList files={files} onChange={(files) => write({ files })} />}
      <textarea
        ref={area}
        aria-label={ask ? text.editAskLabel : text.editLabel}
        aria-describedby={`edit-${row.key}`}
        className="block field-sizing-content max-h-[60dvh] min-h-16 w-full resize-none bg-transparent px-2.5 py-2 text-base outline-none"
        value={value}
        onChange={(event) => write({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <Notice tone="danger" className="mb-2">
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p id={`edit-${row.key}`} className="me-auto px-2.5 text-xs text-muted-foreground">
          {ask ? text.askHint : text.saveHint}
        </p>
        <Button variant="ghost" size="sm" onClick={close}>
          {common.app.cancel}
        </Button>
        <Button size="sm" type="submit" aria-disabled={!ready}>
          {ask ? text.ask : common.app.save}
        </Button>
      </div>
    </form>
  );
}
