import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import { queryClient } from "@/lib/query-client";
import { text } from "@/texts/text";
import { conversationQuery, fetchAround, fetchNewer, showBranch } from "./api";
import type { Thread } from "./thread";

/** Shows a message wherever it is in the conversation. One on a branch that is not shown: its branch is shown from then on. */
export async function seekMessage(thread: Thread, id: string): Promise<void> {
  const find = () => thread.rows.all().find((row) => row.id === id);
  try {
    if (!find()) {
      const page = await fetchAround(thread.id, id);
      const { activeLeafId } = await queryClient.ensureQueryData(conversationQuery(thread.id));
      if (page.leaf && page.leaf !== activeLeafId) {
        await showBranch(thread.id, id);
        void queryClient.invalidateQueries({ queryKey: conversationQuery(thread.id).queryKey });
      }
      thread.showAround(page);
    }
    thread.sought.set(find()?.key ?? null);
  } catch (error) {
    announce(error instanceof ApiError && error.status === 404 ? text.chat.messageGone : text.app.unreachable);
  }
}

/** The page after the newest row that is loaded, where the thread was entered in its middle. */
export async function loadNewer(thread: Thread): Promise<void> {
  const { newer, leaf } = thread.rows.getView();
  if (!newer) return;
  const page = await fetchNewer(thread.id, newer, leaf ?? undefined).catch(() => null);
  if (page && thread.rows.getView().newer === newer) thread.rows.takeNewer(page);
}
