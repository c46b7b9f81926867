import { useEffect, useMemo, useSyncExternalStore } from "react";
import { onChange } from "@/lib/changes";
import { useSignal } from "@/lib/signal";
import type { Row } from "./row";
import type { Thread } from "./thread";
import type { ThreadView } from "./thread-rows";

const STALE = 15_000;

/** Reads along while the page is open, and looks again when another tab or device changed the conversation or time went by. */
export function useThreadPresence(thread: Thread) {
  useEffect(() => {
    let left = Date.now();
    thread.enter();
    const stop = onChange("conversation", ({ id }) => (id === null || id === thread.id) && thread.hear());
    const look = () => {
      if (document.hidden) left = Date.now();
      else if (Date.now() - left > STALE) void thread.load();
    };
    document.addEventListener("visibilitychange", look);
    return () => {
      thread.leave();
      stop();
      document.removeEventListener("visibilitychange", look);
    };
  }, [thread]);
}

export const useThreadView = (thread: Thread): ThreadView =>
  useSyncExternalStore(thread.rows.subscribeView, thread.rows.getView);

export function useRow(thread: Thread, key: string): Row {
  const subscribe = useMemo(() => thread.rows.subscribeRow(key), [thread, key]);
  return useSyncExternalStore(subscribe, () => thread.rows.get(key));
}

export function useAnswering(thread: Thread): Row | undefined {
  useThreadView(thread);
  useSignal(thread.compared);
  return thread.answering();
}
