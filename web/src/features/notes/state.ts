import { Signal } from "@/lib/signal";
import type { Place } from "./api";

type Draft = { place: Place; text: string };

/** Whether the notes of the open conversation are shown. */
export const panelOpen = new Signal(false);

/** The note that is being written in each conversation; it outlives the panel. */
export const drafts = new Signal<ReadonlyMap<string, Draft>>(new Map());

/** The note that is looked at: drawn stronger, scrolled to in the panel. */
export const active = new Signal<string | null>(null);

export function keepDraft(draft: Draft) {
  drafts.set(new Map(drafts.get()).set(draft.place.conversationId, draft));
}

export function dropDraft(conversation: string) {
  const others = new Map(drafts.get());
  others.delete(conversation);
  drafts.set(others);
}

export function writeNote(place: Place) {
  const text = drafts.get().get(place.conversationId)?.text ?? "";
  keepDraft({ place, text });
  panelOpen.set(true);
}

export const onWhole = (conversationId: string, messageId: string | null): Place => ({
  conversationId,
  messageId,
  rangeStart: null,
  rangeEnd: null,
  quote: null,
});
