import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { cn } from "@/lib/cn";
import { useSubmit } from "@/lib/use-submit";
import { feedback as t } from "@/texts/feedback";
import { text as words } from "@/texts/text";
import { MAX_COMMENT, type Opinion, REASONS, useFeedbackChanges } from "./api";

type Props = { conversation: string; message: string; said: Opinion; failed: Error | null; onDone: () => void };

/** Why an answer is good or bad, and whether administrators may read it. */
export function FeedbackForm({ conversation, message, said, failed, onDone }: Props) {
  const { put, remove } = useFeedbackChanges(conversation, message);
  const { run, busy, problem } = useSubmit();
  const [opinion, setOpinion] = useState(said);
  const comment = useId();
  const toggle = (reason: string) =>
    setOpinion((now) => ({
      ...now,
      reasons: now.reasons.includes(reason) ? now.reasons.filter((r) => r !== reason) : [...now.reasons, reason],
    }));
  const finish = async (work: Promise<unknown>, done: string) => {
    if (await run(() => work, done)) onDone();
  };
  const save = () => void finish(put.mutateAsync(opinion), t.saved);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !busy) save();
  };
  const wrong = problem ?? failed;
  return (
    <form
      className="space-y-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t.reasons}</legend>
        {REASONS[opinion.rating].map((reason) => {
          const chosen = opinion.reasons.includes(reason);
          return (
            <button
              key={reason}
              type="button"
              aria-pressed={chosen}
              onClick={() => toggle(reason)}
              className={cn(
                "min-h-7 rounded-full border px-2.5 text-[0.8125rem] transition-colors hover:bg-accent",
                chosen ? "border-primary bg-accent font-medium text-primary" : "text-muted-foreground",
              )}
            >
              {t.reason[reason] ?? reason}
            </button>
          );
        })}
      </fieldset>
      <div>
        <label htmlFor={comment} className="mb-1 block font-medium">
          {t.comment}
        </label>
        <textarea
          id={comment}
          rows={2}
          maxLength={MAX_COMMENT}
          value={opinion.comment ?? ""}
          onChange={(event) => setOpinion((now) => ({ ...now, comment: event.target.value }))}
          onKeyDown={onKeyDown}
          className="block field-sizing-content max-h-40 min-h-16 w-full resize-none rounded-lg border border-input bg-card px-3 py-2 text-base sm:text-sm"
        />
      </div>
      <Switch
        label={t.share}
        hint={t.shareHint}
        checked={opinion.shared}
        onChange={(shared) => setOpinion((now) => ({ ...now, shared }))}
      />
      {wrong && <Notice tone="danger">{wrong.message}</Notice>}
      <div className="flex items-center justify-between gap-2">
        <Button variant="ghost" size="sm" disabled={busy} onClick={() => void finish(remove.mutateAsync(), t.removed)}>
          {t.remove}
        </Button>
        <Button type="submit" size="sm" disabled={busy}>
          {words.app.save}
        </Button>
      </div>
    </form>
  );
}
