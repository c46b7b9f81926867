import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Notice } from "@/components/ui/notice";
import { context as texts } from "@/texts/context";
import { text } from "@/texts/text";
import { type Summary, useEditSummary, useResetSummary } from "./api";

const LONGEST = 8_000;

/** What the model is told of the messages that no longer fit: to read, to change, to forget. */
export function SummarySection({ id, summary }: { id: string; summary: Summary | null }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [resetting, setResetting] = useState(false);
  const reset = useResetSummary(id);
  return (
    <section>
      <div className="flex min-h-8 items-center gap-1">
        <h3 className="flex-1 text-sm font-semibold">{texts.summary}</h3>
        {summary && draft === null && (
          <>
            <Button variant="ghost" size="sm" onClick={() => setDraft(summary.text)}>
              {texts.edit}
            </Button>
            <Button variant="ghost" size="sm" onClick={() => setResetting(true)}>
              {texts.reset}
            </Button>
          </>
        )}
      </div>
      {draft !== null ? (
        <Editor id={id} draft={draft} onChange={setDraft} onDone={() => setDraft(null)} />
      ) : summary ? (
        <>
          <p className="mt-1 max-h-48 overflow-y-auto text-sm whitespace-pre-wrap" dir="auto">
            {summary.text}
          </p>
          <p className="mt-1.5 text-xs text-muted-foreground">
            {summary.edited ? texts.byYou : summary.model && texts.byModel(summary.model)}
          </p>
          {summary.outdated && (
            <Notice tone="signal" className="mt-2">
              {texts.outdated}
            </Notice>
          )}
        </>
      ) : (
        <p className="mt-1 text-sm text-muted-foreground">{texts.summaryEmpty}</p>
      )}
      <Confirm
        open={resetting}
        onOpenChange={setResetting}
        title={texts.resetTitle}
        hint={texts.resetHint}
        action={texts.reset}
        onConfirm={() => reset.mutateAsync(undefined)}
      />
    </section>
  );
}

type EditorProps = { id: string; draft: string; onChange: (draft: string) => void; onDone: () => void };

function Editor({ id, draft, onChange, onDone }: EditorProps) {
  const edit = useEditSummary(id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        edit.mutate(draft.trim(), { onSuccess: onDone });
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
        autoFocus
        aria-label={texts.label}
        maxLength={LONGEST}
        dir="auto"
        className="mt-1 block field-sizing-content max-h-60 min-h-28 w-full rounded-lg border border-input bg-card px-3 py-2 text-sm"
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
      {edit.error && (
        <Notice tone="danger" className="mt-2">
          {edit.error.message}
        </Notice>
      )}
      <div className="mt-2 flex justify-end gap-2">
        <Button variant="ghost" size="sm" onClick={onDone}>
          {text.app.cancel}
        </Button>
        <Button type="submit" size="sm" disabled={edit.isPending || draft.trim() === ""}>
          {text.app.save}
        </Button>
      </div>
    </form>
  );
}
