import { memo, Suspense, useSyncExternalStore } from "react";
import { cn } from "@/lib/cn";
import { lazy } from "@/lib/lazy";
import { text } from "@/texts/text";
import { AnswerMessage } from "./answer-message";
import { QuestionMessage } from "./question-message";
import { isAnswering } from "./row";
import type { Thread } from "./thread";
import type { TurnActions } from "./turn-actions";
import { useRow } from "./use-thread";

const MessageEditor = lazy(async () => ({ default: (await import("./message-editor")).MessageEditor }));
const Compare = lazy(async () => ({ default: (await import("./compare")).Compare }));

type Props = { thread: Thread; rowKey: string; isLast: boolean; actions: TurnActions };

export const MessageRow = memo(function MessageRow({ thread, rowKey, isLast, actions }: Props) {
  const row = useRow(thread, rowKey);
  const name = row.role === "user" ? text.chat.you : text.chat.assistant;
  const compared = useSyncExternalStore(thread.compared.subscribe, () =>
    row.id !== null && thread.compared.get().includes(row.id) ? thread.compared.get() : null,
  );
  const editing = useSyncExternalStore(thread.editing.subscribe, () =>
    thread.editing.get()?.key === rowKey ? thread.editing.get() : null,
  );
  const parts = { thread, row, isLast, actions };
  return (
    <article
      aria-label={name}
      aria-busy={isAnswering(row)}
      data-status={row.status}
      data-message={row.id ?? undefined}
      data-row={row.key}
      className={cn("group mx-auto w-full px-4 py-2.5 sm:px-6", compared ? "max-w-384" : "max-w-184")}
    >
      <h2 className="sr-only">{name}</h2>
      {compared ? (
        <Suspense fallback={<AnswerMessage {...parts} />}>
          <Compare thread={thread} ids={compared} />
        </Suspense>
      ) : editing ? (
        <Suspense>
          <MessageEditor thread={thread} row={row} editing={editing} onAsk={actions.askInstead} />
        </Suspense>
      ) : row.role === "user" ? (
        <QuestionMessage {...parts} />
      ) : (
        <AnswerMessage {...parts} />
      )}
    </article>
  );
});
