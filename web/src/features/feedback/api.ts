import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type Rating = 1 | -1;
export type Opinion = { rating: Rating; reasons: string[]; comment: string | null; shared: boolean };
export type AnswerFeedback = Opinion & { messageId: string };
export type ModelFeedback = {
  model: string;
  good: number;
  bad: number;
  goodShare: number;
  shared: number;
  reasons: { reason: string; count: number }[];
};
export type SharedFeedback = Opinion & {
  messageId: string;
  model: string;
  question: string | null;
  answer: string;
  updatedAt: string;
};

export const REASONS: Record<Rating, readonly string[]> = {
  1: ["correct", "helpful", "complete", "clear", "creative", "good-style"],
  [-1]: [
    "incorrect",
    "unhelpful",
    "incomplete",
    "unclear",
    "off-topic",
    "too-long",
    "too-short",
    "bad-style",
    "refused",
    "harmful",
  ],
};
export const MAX_COMMENT = 2_000;
const PAGE = 20;
const path = (conversation: string, message: string) =>
  `/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}/feedback`;

/** What one thinks of the answers of a conversation, by message. */
export const feedbackQuery = (conversation: string) =>
  queryOptions({
    queryKey: ["feedback", conversation],
    queryFn: async ({ signal }) => {
      const all = new Map<string, AnswerFeedback>();
      let after: string | undefined;
      do {
        const page: Page<AnswerFeedback> = await api<Page<AnswerFeedback>>(
          `/conversations/${encodeURIComponent(conversation)}/feedback`,
          { query: { after }, signal },
        );
        for (const one of page.items) all.set(one.messageId, one);
        after = page.next ?? undefined;
      } while (after);
      return all;
    },
  });

export function useFeedbackChanges(conversation: string, message: string) {
  const queries = useQueryClient();
  const { queryKey } = feedbackQuery(conversation);
  const keep = (opinion: Opinion | null) =>
    queries.setQueryData(queryKey, (before) => {
      const next = new Map(before);
      if (opinion) next.set(message, { ...opinion, messageId: message });
      else next.delete(message);
      return next;
    });
  const put = useMutation({
    // What was said before comes with more than can be said.
    mutationFn: ({ rating, reasons, comment, shared }: Opinion) =>
      api<AnswerFeedback>(path(conversation, message), { method: "PUT", body: { rating, reasons, comment, shared } }),
    onSuccess: keep,
  });
  const remove = useMutation({
    mutationFn: () => api(path(conversation, message), { method: "DELETE" }),
    onSuccess: () => keep(null),
  });
  return { put, remove };
}

export const reportQuery = (from: string) =>
  queryOptions({
    queryKey: ["admin", "feedback", from],
    queryFn: ({ signal }) => api<{ items: ModelFeedback[] }>("/admin/feedback", { query: { from }, signal }),
    select: ({ items }) => items,
  });

export const sharedQuery = (model: string, rating: string) =>
  infiniteQueryOptions({
    queryKey: ["admin", "feedback", "shared", model, rating],
    queryFn: ({ signal, pageParam }) =>
      api<Page<SharedFeedback>>("/admin/feedback/shared", {
        query: { model: model || undefined, rating: rating || undefined, limit: PAGE, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
