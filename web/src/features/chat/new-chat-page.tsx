import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Mark } from "@/components/ui/mark";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { ApiError } from "@/lib/api-error";
import { queryClient } from "@/lib/query-client";
import { usePageTitle } from "@/lib/use-page-title";
import { text } from "@/texts/text";
import { conversationQuery, createConversation } from "./api";
import { COMPOSER_ID, Composer } from "./composer";
import { draftOf, drafts, NEW_CHAT } from "./drafts";
import { DropArea } from "./files/drop-area";
import { giveBack, trayOf } from "./files/tray";
import { BeginsIn } from "./organise/begins-in";
import { foldersQuery } from "./organise/lists";
import { threadOf } from "./thread";
import { useDraft } from "./use-draft";

type Props = {
  model: string | null;
  several: string[];
  /** A chosen model that sees no images. */
  blind: string | null;
  picker: ReactNode;
  notice: ReactNode;
  /** How its answers are made; asked for when it begins. */
  settings?: () => object;
  /** It is there: the one after it begins anew. */
  onBegun?: () => void;
  folder?: string | undefined;
};

/** Where a conversation begins. It exists on the server only once the first question is sent. */
export function NewChatPage({ model, several, blind, picker, notice, settings, onBegun, folder }: Props) {
  const [draft, setDraft] = useDraft(NEW_CHAT);
  const tray = trayOf(NEW_CHAT);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const navigate = useNavigate();
  usePageTitle(text.chat.newChat);
  const send = async () => {
    setBusy(true);
    setProblem(null);
    const question = draft.trim();
    const files = tray.take();
    // The composer is free for the next words. What is stored stays until the server has it, unless something is written.
    draftOf(NEW_CHAT).set("");
    try {
      const known = queryClient.getQueryData(foldersQuery.queryKey)?.some(({ id }) => id === folder);
      const begin = { ...settings?.(), ...(known ? { folderId: folder } : {}) };
      const conversation = await createConversation(model ?? undefined, begin);
      queryClient.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
      onBegun?.();
      void threadOf(conversation.id).send(question, model, { files, models: several });
      drafts.set(conversation.id, drafts.get(NEW_CHAT));
      setDraft("");
      await navigate({ to: "/c/$id", params: { id: conversation.id } });
    } catch (error) {
      giveBack(NEW_CHAT, question, files);
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  const take = (prompt: string) => {
    setDraft(prompt);
    document.getElementById(COMPOSER_ID)?.focus();
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col overflow-y-auto">
      <DropArea tray={tray} blind={blind !== null} />
      <div className="mx-auto flex w-full max-w-184 flex-1 flex-col justify-end px-4 py-8 sm:px-6 md:justify-center">
        <Mark className="mb-5 size-11" />
        <p className="mb-6 text-3xl font-semibold tracking-[-0.025em] text-balance sm:text-4xl">{text.chat.greeting}</p>
        <ul aria-label={text.chat.suggestions} className="grid gap-2 sm:grid-cols-2">
          {text.chat.prompts.map(({ title, prompt }) => (
            <li key={title}>
              <button
                type="button"
                onClick={() => take(prompt)}
                className="h-full w-full rounded-xl border bg-card px-4 py-3 text-start transition-colors hover:border-input hover:bg-accent"
              >
                <span className="block text-sm font-semibold">{title}</span>
                <span className="mt-0.5 block text-sm text-muted-foreground">{prompt}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className="mx-auto w-full max-w-184 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 sm:pb-4">
        {problem ? (
          <Notice
            tone="danger"
            className="mb-3"
            actions={<RetryButton retryAt={problem.retryAt} onClick={() => void send()} />}
          >
            {problem.message}
          </Notice>
        ) : (
          notice
        )}
        {folder && <BeginsIn folder={folder} />}
        <Composer
          value={draft}
          onChange={setDraft}
          onSend={() => void send()}
          onStop={() => undefined}
          answering={false}
          stopping={false}
          canSend={model !== null && !busy}
          placeholder={text.chat.placeholder}
          tray={tray}
          blind={blind}
          tools={picker}
        />
      </div>
    </div>
  );
}
