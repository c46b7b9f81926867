import { useState } from "react";

/** What a dialog is about. It stays while the dialog closes, so that nothing in it jumps. */
export function useShown<T>(first: T) {
  const [state, setState] = useState<{ open: boolean; value: T }>({ open: false, value: first });
  return {
    ...state,
    show: (value: T) => setState({ open: true, value }),
    hide: () => setState((now) => ({ ...now, open: false })),
  };
}
