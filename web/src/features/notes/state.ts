import { Signal } from "@/lib/signal";
import type { Place } from "./api";

/** Whether the notes of the open conversation are shown. */
export const panelOpen = new Signal(false);

/** The note that is being written; it outlives the panel. */
export const draft = new Signal<{ place: Place; text: string } | null>(null);

/** The note that is looked at: drawn stronger, scrolled to in the panel. */
export const active = new Signal<string | null>(null);

export function writeNote(place: Place) {
  const text = draft.get()?.text ?? "";
  draft.set({ place, text });
  panelOpen.set(true);
}

export const onWhole = (conversationId: string, messageId: string | null): Place => ({
  conversationId,
  messageId,
  rangeStart: null,
  rangeEnd: null,
  quote: null,
});
