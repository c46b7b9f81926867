import { Clock } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { queue as text } from "@/texts/queue";
import { type QueuedQuestion, useQueueChange } from "./api";
import { QueuedMessage } from "./queued-message";

/** What was sent while an answer was being made, the next one first. */
export default function QueuePanel({ id, questions }: { id: string; questions: QueuedQuestion[] }) {
  const { resume } = useQueueChange(id);
  const problem = questions.find((question) => question.problem)?.problem;
  return (
    <section aria-label={text.title} className="mb-2 rounded-2xl border bg-muted/50 p-1.5">
      <h2 title={text.hint} className="flex items-center gap-1.5 px-2 pt-1 pb-0.5 text-xs text-muted-foreground">
        <Clock aria-hidden className="size-3.5" />
        {text.title}
      </h2>
      {problem && (
        <Notice
          tone="signal"
          className="my-1"
          actions={
            <Button variant="outline" size="sm" disabled={resume.isPending} onClick={() => resume.mutate()}>
              {text.goOn}
            </Button>
          }
        >
          <strong className="font-semibold">{text.paused}</strong> {problem}
        </Notice>
      )}
      <ol className="max-h-48 overflow-y-auto">
        {questions.map((question) => (
          <QueuedMessage key={question.id} id={id} question={question} />
        ))}
      </ol>
    </section>
  );
}
