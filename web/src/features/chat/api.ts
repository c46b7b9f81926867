import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source } from "@/components/ui/sources";
import { api, type Page, send } from "@/lib/http";
import type { FilePart } from "./files/part";
import { patchLists } from "./organise/lists";

export type Conversation = {
  id: string;
  title: string | null;
  model: string | null;
  activeLeafId: string | null;
  running: string[];
  createdAt: string;
  updatedAt: string;
  folderId: string | null;
  /** Ids. */
  tags: string[];
  pinned: boolean;
  archived: boolean;
};
export type MessagePart = { type: "text"; text: string } | { type: "reasoning"; text: string } | FilePart | Source;
export type MessageStatus = "running" | "complete" | "stopped" | "interrupted" | "failed";
export type Usage = { promptTokens: number | null; answerTokens: number | null };
export type Durations = {
  totalMs: number | null;
  firstTokenMs: number | null;
  thinkingMs: number | null;
  loadMs: number | null;
  promptMs: number | null;
  answerMs: number | null;
};
export type Message = {
  id: string;
  parentId: string | null;
  role: "user" | "assistant";
  parts: MessagePart[];
  status: MessageStatus;
  model: string | null;
  usage: Usage | null;
  durations: Durations | null;
  finishReason: string | null;
  error: { code: string; message: string } | null;
  /** All messages in its place, itself among them, oldest first. */
  siblings: string[];
  editedAt: string | null;
  createdAt: string;
  pinned?: boolean;
  /** What the model suggested to ask next. */
  followUps?: string[];
};
export type MessagePage = Page<Message> & {
  previous: string | null;
  /** The end of the branch, where a message was asked for in its place. */
  leaf?: string | null;
};
export type Question = {
  message?: string;
  /** In place of the message, where files go with it. */
  parts?: object[];
  parentId?: string | undefined;
  /** The question that this one takes the place of. */
  editOf?: string | undefined;
  model?: string | undefined;
  /** Two to four that answer side by side. */
  models?: string[] | undefined;
};

const PAGE = 50;
const path = (id: string) => `/conversations/${encodeURIComponent(id)}`;

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) => api<Conversation>(path(id), { signal }),
  });

/** @param settings What its answers are made with, where that is not the standard. */
export const createConversation = (model: string | undefined, settings: object = {}) =>
  api<Conversation>("/conversations", { method: "POST", body: { ...(model ? { model } : {}), ...settings } });

export const fetchMessages = (id: string, before?: string) =>
  api<MessagePage>(`${path(id)}/messages`, { query: { limit: PAGE, before } });

/** The page with the message in its middle, on the branch that is shown if it is there. */
export const fetchAround = (id: string, message: string) =>
  api<MessagePage>(`${path(id)}/messages`, { query: { limit: PAGE, around: message } });

export const fetchNewer = (id: string, after: string, leaf: string | undefined) =>
  api<MessagePage>(`${path(id)}/messages`, { query: { limit: PAGE, after, leaf } });

/** Shows the newest branch that holds the message. */
export const showBranch = (id: string, message: string) =>
  api<Conversation>(path(id), { method: "PATCH", body: { activeLeafId: message } });

export const askQuestion = (id: string, question: Question, idempotencyKey: string, signal: AbortSignal) =>
  send(`${path(id)}/messages`, {
    method: "POST",
    body: question,
    headers: { accept: "text/event-stream", "idempotency-key": idempotencyKey },
    signal,
  });

export const askAgain = (id: string, messageId: string, model: string | undefined, key: string, signal: AbortSignal) =>
  send(`${path(id)}/messages/${encodeURIComponent(messageId)}/regenerate`, {
    method: "POST",
    body: model ? { model } : {},
    headers: { accept: "text/event-stream", "idempotency-key": key },
    signal,
  });

const messagePath = (id: string, messageId: string) => `${path(id)}/messages/${encodeURIComponent(messageId)}`;

export const fetchMessage = (id: string, messageId: string) => api<Message>(messagePath(id, messageId));

export const continueAnswer = (id: string, messageId: string, key: string, signal: AbortSignal) =>
  send(`${messagePath(id, messageId)}/continue`, {
    method: "POST",
    body: {},
    headers: { accept: "text/event-stream", "idempotency-key": key },
    signal,
  });

export const editMessage = (id: string, messageId: string, text: string, seenAt: string | null) =>
  api<Message>(messagePath(id, messageId), { method: "PATCH", body: seenAt ? { text, seenAt } : { text } });

export const deleteMessage = (id: string, messageId: string) => api(messagePath(id, messageId), { method: "DELETE" });

/** Within an hour of its deletion. */
export const restoreMessage = (id: string, messageId: string) =>
  api<Message>(`${messagePath(id, messageId)}/restore`, { method: "POST" });

export const forkConversation = (id: string, messageId: string, title: string) =>
  api<Conversation>(`${path(id)}/fork`, { method: "POST", body: { messageId, title } });

/** The rest of a running answer; 204 when it no longer runs and its log is gone. */
export const followAnswer = (id: string, messageId: string, lastEventId: string | null, signal: AbortSignal) =>
  send(`${path(id)}/stream`, {
    query: { message: messageId },
    headers: { accept: "text/event-stream", ...(lastEventId ? { "last-event-id": lastEventId } : {}) },
    signal,
  });

export const pinMessage = (id: string, messageId: string, pinned: boolean) =>
  api(`${path(id)}/messages/${encodeURIComponent(messageId)}/pin`, { method: pinned ? "PUT" : "DELETE" });

/** All of a conversation, or the one. */
export const stopAnswer = (id: string, messageId?: string) =>
  api(`${path(id)}/stop`, { method: "POST", query: { message: messageId } });

export function useRenameConversation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) =>
      api<Conversation>(path(id), { method: "PATCH", body: { title } }),
    onSuccess: (conversation) => {
      queries.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
      patchLists(queries, (item) => (item.id === conversation.id ? conversation : item));
    },
  });
}
