import { useSignal } from "@/lib/signal";
import type { Row } from "./row";
import type { Thread } from "./thread";
import { useAnswering, useThreadView } from "./use-thread";

/** The last answer, when somebody looked while it ended well, or when its suggestions are stored with it. */
export function useSuggesting(thread: Thread): Row | null {
  const answering = useAnswering(thread);
  const { newer } = useThreadView(thread);
  const ended = useSignal(thread.ended);
  const last = thread.rows.last();
  if (answering || newer || last?.role !== "assistant" || last.status !== "complete") return null;
  return last.id === ended || last.followUps.length > 0 ? last : null;
}
