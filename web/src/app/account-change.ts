import { forgetThreads } from "@/features/chat/thread";
import { queryClient } from "@/lib/query-client";
import { currentUser, session } from "@/lib/session";

/** What one person saw must not stay for the next. */
export function clearOnAccountChange() {
  let last = currentUser()?.id ?? null;
  session.subscribe(() => {
    const now = currentUser()?.id ?? null;
    if (now === last) return;
    if (last !== null) {
      forgetThreads();
      queryClient.clear();
    }
    last = now;
  });
}
