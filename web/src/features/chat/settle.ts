import { queryClient } from "@/lib/query-client";
import { conversationQuery, conversationsChanged, conversationsQuery } from "./api";

const TITLE_AFTER = [1_000, 3_000, 8_000, 15_000, 30_000];

export function answerStarted(id: string) {
  refreshList();
  conversationsChanged(id);
}

export function answerEnded(id: string) {
  refreshList();
  conversationsChanged(id);
  void awaitTitle(id);
}

const refreshList = () => void queryClient.invalidateQueries({ queryKey: conversationsQuery.queryKey });

/** The title is made by the model after the first answer: look until it is there. */
async function awaitTitle(id: string) {
  for (const delay of TITLE_AFTER) {
    if (queryClient.getQueryData(conversationQuery(id).queryKey)?.title) return;
    await new Promise((resolve) => setTimeout(resolve, delay));
    const conversation = await queryClient
      .fetchQuery({ ...conversationQuery(id), staleTime: 0, retry: false })
      .catch(() => null);
    if (conversation?.title) return refreshList();
  }
}
