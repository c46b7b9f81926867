import { type ReactNode, Suspense, useMemo } from "react";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { announce } from "@/lib/announcer";
import { lazy } from "@/lib/lazy";
import { followUps } from "@/lib/preferences";
import { useSignal } from "@/lib/signal";
import { undoable } from "@/lib/undo";
import { text } from "@/texts/text";
import { Composer } from "./composer";
import { ConversationGone } from "./conversation-gone";
import { DropArea } from "./files/drop-area";
import { giveBack, trayOf } from "./files/tray";
import { MessageList } from "./message-list";
import { useQueue } from "./queue/use-queue";
import type { Row } from "./row";
import type { Thread } from "./thread";
import type { TurnActions } from "./turn-actions";
import { useDraft } from "./use-draft";
import { useSuggesting } from "./use-suggesting";
import { useAnswering, useThreadPresence, useThreadView } from "./use-thread";

const QueuePanel = lazy(() => import("./queue/queue-panel"));
const FollowUps = lazy(() => import("./follow-ups"));

type Props = {
  thread: Thread;
  model: string | null;
  /** Several that are asked at once; empty: the one. */
  several: string[];
  /** Names of all that can be asked. */
  models: readonly string[];
  /** A chosen one that sees no images. */
  blind: string | null;
  picker: ReactNode;
  notice: ReactNode;
  /** The first message that goes to the model itself, when older ones do not. */
  windowStart?: string | null;
};

/** One conversation: its messages and the place to go on writing. */
export function ChatPage({ thread, model, several, models, blind, picker, notice, windowStart = null }: Props) {
  useThreadPresence(thread);
  const loading = useSignal(thread.loading);
  const { left } = useThreadView(thread);
  const answering = useAnswering(thread);
  const [draft, setDraft] = useDraft(thread.id);
  const tray = trayOf(thread.id);
  const actions = useMemo<TurnActions>(
    () => ({
      models,
      regenerate: (row, named) => void thread.regenerate(row, named ?? model),
      goOn: (row) => void import("./tree-actions").then(({ goOn }) => goOn(thread, row)),
      askInstead: (row, question, files) => void thread.send(question, model, { files, editOf: row, models: several }),
      resend: (row) => void thread.resend(row, model),
      discard: (row) => thread.discard(row),
      pin: (row) => void thread.pin(row),
      edit: (row: Row) => {
        giveBack(thread.id, row.text, row.files);
        thread.discard(row);
      },
    }),
    [thread, model, models, several],
  );
  const queue = useQueue(thread.id);
  const answered = useSuggesting(thread);
  // The bar with the way back stands in their place.
  const undoing = useSignal(undoable) !== null;
  const suggests = useSignal(followUps) && !undoing && answered?.id && draft === "";
  const send = () => {
    const files = tray.take();
    if (answering || queue.moving) {
      queue.enqueue({ message: draft.trim(), files, model });
      announce(text.chat.waits);
    } else void thread.send(draft.trim(), model, { files, models: several });
    setDraft("");
  };

  if (loading.state === "failed" && loading.problem.status === 404) return <ConversationGone />;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <DropArea tray={tray} blind={blind !== null} />
      {loading.state === "failed" ? (
        <div className="mx-auto w-full max-w-184 flex-1 px-4 py-6 sm:px-6">
          <Notice
            tone="danger"
            actions={<RetryButton retryAt={loading.problem.retryAt} onClick={() => void thread.load()} />}
          >
            {loading.problem.message}
          </Notice>
        </div>
      ) : loading.state === "loading" ? (
        <ThreadSkeleton />
      ) : (
        <MessageList key={`${thread.id} ${left}`} thread={thread} actions={actions} windowStart={windowStart} />
      )}
      <div className="mx-auto w-full max-w-184 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 sm:pb-4">
        {notice}
        {queue.problem && (
          <Notice tone="danger" className="mb-2">
            {queue.problem.message}
          </Notice>
        )}
        <Suspense fallback={null}>
          {queue.questions.length > 0 ? (
            <QueuePanel id={thread.id} questions={queue.questions} />
          ) : (
            suggests && (
              <FollowUps
                conversation={thread.id}
                message={answered.id as string}
                known={answered.followUps}
                onPick={(question) => void thread.send(question, model, { models: several })}
              />
            )
          )}
        </Suspense>
        <Composer
          key={thread.id}
          value={draft}
          onChange={setDraft}
          onSend={send}
          onStop={() => void thread.stop()}
          answering={answering !== undefined}
          stopping={answering?.stopping ?? false}
          canSend={model !== null && loading.state === "ready"}
          placeholder={text.chat.placeholderNext}
          tray={tray}
          blind={blind}
          tools={picker}
        />
      </div>
    </div>
  );
}

const ThreadSkeleton = () => (
  <div
    aria-hidden
    data-testid="skeleton"
    className="mx-auto w-full max-w-184 flex-1 animate-pulse-soft space-y-5 px-4 py-8 sm:px-6"
  >
    <div className="ms-auto h-11 w-2/5 rounded-2xl bg-muted" />
    <div className="space-y-2.5">
      <div className="h-3.5 w-11/12 rounded bg-muted" />
      <div className="h-3.5 w-4/5 rounded bg-muted" />
      <div className="h-3.5 w-3/5 rounded bg-muted" />
    </div>
  </div>
);
