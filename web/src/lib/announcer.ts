import { Signal } from "./signal";

/** The one sentence a screen reader should hear next. */
export const announcement = new Signal("");

export function announce(sentence: string) {
  // The same sentence twice must still be a change.
  announcement.set(announcement.get() === sentence ? `${sentence}\u00a0` : sentence);
}
