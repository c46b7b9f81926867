import { useEffect, useRef, useState } from "react";
import type { Thread } from "./thread";
import { useAnswering } from "./use-thread";

/** The answer that ended well while somebody looked, until the next one begins. */
export function useJustAnswered(thread: Thread): string | null {
  const answering = useAnswering(thread) !== undefined;
  const before = useRef(false);
  const [ended, setEnded] = useState<string | null>(null);
  useEffect(() => {
    if (before.current && !answering) {
      const last = thread.rows.last();
      setEnded(last?.role === "assistant" && last.status === "complete" ? last.id : null);
    }
    if (answering) setEnded(null);
    before.current = answering;
  }, [answering, thread]);
  return ended !== null && thread.rows.last()?.id === ended ? ended : null;
}
