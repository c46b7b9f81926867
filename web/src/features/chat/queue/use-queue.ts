import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiError } from "@/lib/api-error";
import { type NewQuestion, type QueuedQuestion, queueQuery, useQueueChange } from "./api";

const NONE: QueuedQuestion[] = [];

/** The questions that wait, and the way into their line. What could not be put there goes back to the composer. */
export function useQueue(id: string) {
  const questions = useQuery(queueQuery(id)).data?.items ?? NONE;
  const { add } = useQueueChange(id);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const enqueue = (question: NewQuestion) => {
    setProblem(null);
    add.mutate(question, { onError: (error) => setProblem(error as ApiError) });
  };
  // While it pauses, a new question is asked past it.
  const moving = questions.length > 0 && questions[0]?.problem === null;
  return { questions, moving, problem, enqueue };
}
