import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { formatNumber } from "@/lib/format";
import { useSubmit } from "@/lib/use-submit";
import { notes as t } from "@/texts/notes";
import { text as words } from "@/texts/text";
import { MAX_TEXT } from "./api";

const NEAR_END = 500;

type Props = {
  text: string;
  onText: (text: string) => void;
  onSave: (text: string) => Promise<unknown>;
  onClose: () => void;
};

/** Where a note is written. Ctrl+Enter saves, Escape leaves. */
export function NoteEditor({ text, onText, onSave, onClose }: Props) {
  const { run, busy, problem } = useSubmit();
  const area = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  const left = MAX_TEXT - text.length;
  const ready = text.trim() !== "" && left >= 0 && !busy;
  const save = async () => {
    if (ready && (await run(() => onSave(text.trim()), t.saved))) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void save();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={area}
        aria-label={t.label}
        aria-describedby={hint}
        aria-invalid={left < 0 || undefined}
        placeholder={t.placeholder}
        rows={3}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content max-h-[50dvh] min-h-20 w-full resize-none rounded-lg border border-input bg-card px-3 py-2 text-base placeholder:text-muted-foreground aria-invalid:border-danger sm:text-sm"
      />
      {problem && (
        <Notice tone="danger" className="mt-2">
          {problem.message}
        </Notice>
      )}
      <div className="mt-2 flex flex-wrap items-center justify-end gap-2">
        <p id={hint} className={left < 0 ? "me-auto text-xs text-danger" : "me-auto text-xs text-muted-foreground"}>
          {left < 0 ? t.tooLong(formatNumber(-left)) : left < NEAR_END ? t.left(formatNumber(left)) : t.saveHint}
        </p>
        <Button variant="ghost" size="sm" onClick={onClose}>
          {words.app.cancel}
        </Button>
        <Button type="submit" size="sm" aria-disabled={!ready}>
          {words.app.save}
        </Button>
      </div>
    </form>
  );
}
