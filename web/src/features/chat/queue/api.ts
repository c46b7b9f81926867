import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";
import type { MessagePart } from "../api";
import { type FilePart, partsOf } from "../files/part";
import { giveBack } from "../files/tray";

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

export const questionFiles = ({ parts }: QueuedQuestion) => parts.filter((part) => part.type === "file");

export type NewQuestion = { message: string; files: readonly FilePart[]; model: string | null };

const bodyOf = (message: string, files: readonly FilePart[]) =>
  files.length > 0 ? { parts: partsOf(message, files) } : { message };

/** What can be done to the queue of a conversation. */
export function useQueueChange(id: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: queueQuery(id).queryKey });
  return {
    add: useMutation({
      // Under a key of its own it keeps what it was begun with when another conversation is opened meanwhile.
      mutationKey: ["queue", id],
      mutationFn: ({ message, files, model }: NewQuestion) =>
        api(path(id), { method: "POST", body: { ...bodyOf(message, files), ...(model ? { model } : {}) } }),
      // Here and not where it is called: that is heard for the last question only, and only while the page is open.
      onError: (_, { message, files }) => giveBack(id, message, files),
      onSettled,
    }),
    edit: useMutation({
      mutationFn: ({ question, message, files }: { question: string } & Omit<NewQuestion, "model">) =>
        api(path(id, `/${question}`), { method: "PATCH", body: bodyOf(message, files) }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (question: string) => api(path(id, `/${question}`), { method: "DELETE" }),
      onSettled,
    }),
    resume: useMutation({ mutationFn: () => api(path(id, "/resume"), { method: "POST" }), onSettled }),
  };
}
