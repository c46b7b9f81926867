import { forgetThreads } from "@/features/chat/thread";
import { queryClient } from "@/lib/query-client";
import { currentUser, session } from "@/lib/session";

/**
 * What one person saw or typed must not stay for the next: when another one signs in, the page starts over, which
 * leaves nothing in memory. Whoever comes back finds what they were writing.
 */
export function clearOnAccountChange(startOver = () => location.reload()) {
  let last = currentUser()?.id ?? null;
  session.subscribe(() => {
    const now = currentUser()?.id ?? null;
    if (last !== null && now !== last) {
      forgetThreads();
      queryClient.clear();
    }
    if (last !== null && now !== null && now !== last) startOver();
    last = now ?? last;
  });
}
