import { currentUser } from "@/lib/session";
import { Signal } from "@/lib/signal";
import { storage } from "@/lib/storage";
import type { FilePart } from "./files/part";

/*
 * What was typed and not yet stored by the server. It survives a reload, a refused request and a session that ended.
 * Kept by user: someone else who signs in here does not meet it.
 */
const key = (kind: "draft" | "files" | "outbox", place: string) =>
  `ollamanet.${kind}.${currentUser()?.id ?? "nobody"}.${place}`;

export const NEW_CHAT = "new";

export const drafts = {
  get: (place: string) => draftOf(place).get(),
  set: (place: string, text: string) => {
    storage.set(key("draft", place), text);
    draftOf(place).set(text);
  },
  /** What goes with the text, as the server knows it. */
  files: (place: string) => list<FilePart>(key("files", place)),
  setFiles: (place: string, files: readonly FilePart[]) => saveList(key("files", place), files),
  /** Tells drafts of different people apart. */
  keyOf: (place: string) => key("draft", place),
};

const texts = new Map<string, Signal<string>>();

/** The text of a composer, for whoever shows it. */
export function draftOf(place: string): Signal<string> {
  const name = key("draft", place);
  const text = texts.get(name) ?? new Signal(storage.get(name) ?? "");
  texts.set(name, text);
  return text;
}

export const together = (...texts: string[]) => texts.filter((one) => one.trim() !== "").join("\n\n");

/** A question that was sent; forgotten once the server has it. */
export type Pending = {
  text: string;
  files?: readonly FilePart[];
  idempotencyKey: string;
  parentId: string | null;
  /** The question that this one takes the place of. */
  editOf?: string | null;
  /** What stood in its place when it was sent: none of them is this one. */
  siblings?: readonly string[];
  model: string | null;
  models?: string[];
};

export const outbox = {
  list: (conversationId: string) => list<Pending>(key("outbox", conversationId)),
  add: (conversationId: string, pending: Pending) =>
    save(conversationId, [...others(conversationId, pending), pending]),
  remove: (conversationId: string, pending: Pending) => save(conversationId, others(conversationId, pending)),
};

const others = (conversationId: string, pending: Pending) =>
  outbox.list(conversationId).filter((other) => other.idempotencyKey !== pending.idempotencyKey);
const save = (conversationId: string, pending: readonly Pending[]) => saveList(key("outbox", conversationId), pending);

function list<T>(place: string): T[] {
  try {
    return JSON.parse(storage.get(place) ?? "[]") as T[];
  } catch {
    return [];
  }
}

const saveList = (place: string, items: readonly unknown[]) =>
  storage.set(place, items.length > 0 ? JSON.stringify(items) : null);
