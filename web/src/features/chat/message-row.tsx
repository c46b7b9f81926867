import { memo } from "react";
import { text } from "@/texts/text";
import { AnswerMessage } from "./answer-message";
import { QuestionMessage } from "./question-message";
import { isAnswering } from "./row";
import type { Thread } from "./thread";
import type { TurnActions } from "./turn-actions";
import { useRow } from "./use-thread";

type Props = { thread: Thread; rowKey: string; isLast: boolean; actions: TurnActions };

export const MessageRow = memo(function MessageRow({ thread, rowKey, isLast, actions }: Props) {
  const row = useRow(thread, rowKey);
  const name = row.role === "user" ? text.chat.you : text.chat.assistant;
  return (
    <article
      aria-label={name}
      aria-busy={isAnswering(row)}
      data-status={row.status}
      data-message={row.id ?? undefined}
      className="group mx-auto w-full max-w-184 px-4 py-2.5 sm:px-6"
    >
      <h2 className="sr-only">{name}</h2>
      {row.role === "user" ? (
        <QuestionMessage row={row} isLast={isLast} actions={actions} />
      ) : (
        <AnswerMessage row={row} isLast={isLast} actions={actions} />
      )}
    </article>
  );
});
