import { currentUser } from "@/lib/session";
import { storage } from "@/lib/storage";

/*
 * What was typed and not yet stored by the server. It survives a reload, a refused request and a session that ended.
 * Kept by user: someone else who signs in here does not meet it.
 */
const key = (kind: "draft" | "outbox", place: string) => `ollamanet.${kind}.${currentUser()?.id ?? "nobody"}.${place}`;

export const NEW_CHAT = "new";

export const drafts = {
  get: (place: string) => storage.get(key("draft", place)) ?? "",
  set: (place: string, text: string) => storage.set(key("draft", place), text),
};

/** A question that was sent; forgotten once the server has it. */
export type Pending = {
  text: string;
  idempotencyKey: string;
  parentId: string | null;
  /** The question that this one takes the place of. */
  editOf?: string | null;
  model: string | null;
  models?: string[];
};

export const outbox = {
  list(conversationId: string): Pending[] {
    try {
      return JSON.parse(storage.get(key("outbox", conversationId)) ?? "[]") as Pending[];
    } catch {
      return [];
    }
  },
  add: (conversationId: string, pending: Pending) =>
    save(conversationId, [...others(conversationId, pending), pending]),
  remove: (conversationId: string, pending: Pending) => save(conversationId, others(conversationId, pending)),
};

const others = (conversationId: string, pending: Pending) =>
  outbox.list(conversationId).filter((other) => other.idempotencyKey !== pending.idempotencyKey);
const save = (conversationId: string, list: Pending[]) =>
  storage.set(key("outbox", conversationId), list.length > 0 ? JSON.stringify(list) : null);
