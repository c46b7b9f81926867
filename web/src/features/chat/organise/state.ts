import { Signal } from "@/lib/signal";
import { storage } from "@/lib/storage";
import type { Conversation } from "../api";
import type { Folder } from "./lists";

const OPEN = "ollamanet.folders";

/** Folders that are unfolded, as this browser remembers them. */
export const openFolders = new Signal<ReadonlySet<string>>(
  new Set((storage.get(OPEN) ?? "").split(" ").filter(Boolean)),
);

export function unfold(id: string, open: boolean) {
  const next = new Set(openFolders.get());
  if (open) next.add(id);
  else next.delete(id);
  openFolders.set(next);
  storage.set(OPEN, [...next].join(" "));
}

/** The tag that the list is narrowed to. */
export const shownTag = new Signal<string | null>(null);

/** Conversations that were picked to do the same to all. */
export const selection = new Signal<ReadonlyMap<string, Conversation>>(new Map());

export function toggleSelected(conversation: Conversation, on = !selection.get().has(conversation.id)) {
  const next = new Map(selection.get());
  if (on) next.set(conversation.id, conversation);
  else next.delete(conversation.id);
  selection.set(next);
}
export const clearSelection = () => {
  if (selection.get().size > 0) selection.set(new Map());
};

/** A finger rests on a row: what it does next is no scrolling. */
export const held = new Signal(false);

export type Dialog =
  | { kind: "move"; conversations: Conversation[] }
  | { kind: "move-folder"; folder: Folder }
  | { kind: "tags"; conversations: Conversation[] }
  | { kind: "folder"; folder: Folder | null; parent: string | null }
  | { kind: "delete-folder"; folder: Folder };

/** The dialog that is open, wherever it was asked for. */
export const dialog = new Signal<Dialog | null>(null);
