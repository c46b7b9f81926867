import { useEffect, useRef, useState } from "react";
import type { Row } from "./row";
import type { Thread } from "./thread";
import { useAnswering, useThreadView } from "./use-thread";

/** The last answer, when somebody looked while it ended well, or when its suggestions are stored with it. */
export function useSuggesting(thread: Thread): Row | null {
  const answering = useAnswering(thread) !== undefined;
  const { newer } = useThreadView(thread);
  const before = useRef(false);
  const [ended, setEnded] = useState<string | null>(null);
  const last = thread.rows.last();
  useEffect(() => {
    if (before.current && !answering) {
      const row = thread.rows.last();
      setEnded(row?.role === "assistant" && row.status === "complete" ? row.id : null);
    }
    if (answering) setEnded(null);
    before.current = answering;
  }, [answering, thread]);
  if (answering || newer || last?.role !== "assistant" || last.status !== "complete") return null;
  return last.id === ended || last.followUps.length > 0 ? last : null;
}
