import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";
import type { MessagePart } from "../api";

export type QueuedQuestion = {
  id: string;
  parts: MessagePart[];
  model: string | null;
  /** Why it was not asked: it waits for its owner, and so do those behind it. */
  problem: string | null;
  createdAt: string;
};
type Queue = { items: QueuedQuestion[] };

const path = (id: string, more = "") => `/conversations/${encodeURIComponent(id)}/queue${more}`;

export const queueQuery = (id: string) =>
  queryOptions({ queryKey: ["queue", id], queryFn: ({ signal }) => api<Queue>(path(id), { signal }) });

export const questionText = ({ parts }: QueuedQuestion) =>
  parts.map((part) => (part.type === "text" ? part.text : "")).join("");

/** What can be done to the queue of a conversation. */
export function useQueueChange(id: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: queueQuery(id).queryKey });
  return {
    add: useMutation({
      mutationFn: ({ message, model }: { message: string; model: string | null }) =>
        api(path(id), { method: "POST", body: model ? { message, model } : { message } }),
      onSettled,
    }),
    edit: useMutation({
      mutationFn: ({ question, message }: { question: string; message: string }) =>
        api(path(id, `/${question}`), { method: "PATCH", body: { message } }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (question: string) => api(path(id, `/${question}`), { method: "DELETE" }),
      onSettled,
    }),
    resume: useMutation({ mutationFn: () => api(path(id, "/resume"), { method: "POST" }), onSettled }),
  };
}
