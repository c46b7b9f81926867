import { useCallback } from "react";
import { useSignal } from "@/lib/signal";
import { draftOf, drafts } from "./drafts";

/** The text of a composer, written down at every keystroke. */
export function useDraft(place: string): [text: string, write: (text: string) => void] {
  return [useSignal(draftOf(place)), useCallback((text) => drafts.set(place, text), [place])];
}
