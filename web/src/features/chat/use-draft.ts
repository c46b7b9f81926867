import { useState } from "react";
import { drafts } from "./drafts";

/** The text of a composer, written down at every keystroke. */
export function useDraft(place: string): [text: string, write: (text: string) => void] {
  const [state, setState] = useState({ place, text: drafts.get(place) });
  if (state.place !== place) setState({ place, text: drafts.get(place) });
  const write = (text: string) => {
    drafts.set(place, text);
    setState({ place, text });
  };
  return [state.place === place ? state.text : drafts.get(place), write];
}
