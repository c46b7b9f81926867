import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onChange } from "@/lib/changes";
import { api } from "@/lib/http";

export type PromptPart = { kind: string; tokens: number; count: number };
export type PinnedMessage = { id: string; role: "user" | "assistant"; excerpt: string };
export type Summary = {
  text: string;
  upToMessageId: string;
  edited: boolean;
  model: string | null;
  updatedAt: string;
  /** A message that it tells of was edited since. */
  outdated?: boolean;
};
export type Context = {
  model: string;
  contextLength: number;
  room: number;
  promptTokens: number;
  exact: boolean;
  parts: PromptPart[];
  omittedMessages: number;
  summarisedMessages: number;
  windowStart: string | null;
  pinned: PinnedMessage[];
  summary: Summary | null;
};

const path = (id: string) => `/conversations/${encodeURIComponent(id)}`;

export const contextQuery = (id: string) =>
  queryOptions({
    queryKey: ["context", id],
    queryFn: ({ signal }) => api<Context>(`${path(id)}/context`, { signal }),
    // A model that is away, or a conversation that is gone, is told elsewhere.
    retry: false,
  });

/** Looks again whenever the conversation is not what it was. */
export function useContextChanges(id: string) {
  const queries = useQueryClient();
  useEffect(
    () =>
      onChange("conversation", (change) => {
        if (change.id === null || change.id === id) void queries.invalidateQueries({ queryKey: ["context", id] });
      }),
    [id, queries],
  );
}

function useContextMutation<T>(id: string, mutationFn: (value: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: ["context", id] }),
  });
}

export const useEditSummary = (id: string) =>
  useContextMutation(id, (text: string) => api<Summary>(`${path(id)}/summary`, { method: "PUT", body: { text } }));

export const useResetSummary = (id: string) =>
  useContextMutation(id, () => api(`${path(id)}/summary`, { method: "DELETE" }));

export const useUnpin = (id: string) =>
  useContextMutation(id, (message: string) =>
    api(`${path(id)}/messages/${encodeURIComponent(message)}/pin`, { method: "DELETE" }),
  );
