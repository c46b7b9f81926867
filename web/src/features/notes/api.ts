import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { announce } from "@/lib/announcer";
import { api, type Page } from "@/lib/http";
import { offerUndo } from "@/lib/undo";
import { notes as t } from "@/texts/notes";

export type Note = {
  id: string;
  conversationId: string;
  conversationTitle: string | null;
  messageId: string | null;
  rangeStart: number | null;
  rangeEnd: number | null;
  quote: string | null;
  text: string;
  createdAt: string;
  updatedAt: string;
};
/** What a note is on. */
export type Place = Pick<Note, "conversationId" | "messageId" | "rangeStart" | "rangeEnd" | "quote">;

export const MAX_TEXT = 10_000;
const ALL = ["notes"] as const;
const PAGE = 50;
const LONG_PAGE = 200;
const path = (id: string) => `/notes/${encodeURIComponent(id)}`;

/** Every note of a conversation; there are a thousand at most. */
export const conversationNotesQuery = (conversation: string) =>
  queryOptions({
    queryKey: [...ALL, "of", conversation],
    queryFn: async ({ signal }) => {
      const all: Note[] = [];
      let after: string | undefined;
      do {
        const page = await api<Page<Note>>("/notes", { query: { conversation, limit: LONG_PAGE, after }, signal });
        all.push(...page.items);
        after = page.next ?? undefined;
      } while (after);
      return all;
    },
  });

export const allNotesQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...ALL, "list", q],
    queryFn: ({ signal, pageParam }) =>
      api<Page<Note>>("/notes", { query: { q: q || undefined, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });

const create = ({ conversationId, messageId, rangeStart, rangeEnd, quote, text }: Place & { text: string }) =>
  api<Note>("/notes", {
    method: "POST",
    body: { conversationId, messageId, rangeStart, rangeEnd, quote, text },
  });

export function useNoteChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ALL });
  const add = useMutation({ mutationFn: create, onSettled });
  const change = useMutation({
    mutationFn: ({ id, text }: Pick<Note, "id" | "text">) => api<Note>(path(id), { method: "PATCH", body: { text } }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (note: Note) => api(path(note.id), { method: "DELETE" }),
    onSuccess: (_, note) => {
      announce(t.removed);
      offerUndo(t.removed, () => create(note).finally(onSettled));
    },
    onSettled,
  });
  return { add, change, remove };
}
