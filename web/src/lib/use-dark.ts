import { useSyncExternalStore } from "react";
import { isDark, theme } from "./theme";

const system = matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void) {
  const stop = theme.subscribe(listener);
  system.addEventListener("change", listener);
  return () => {
    stop();
    system.removeEventListener("change", listener);
  };
}

/** Whether the page is dark right now, by choice or by the system. */
export const useDark = () => useSyncExternalStore(subscribe, isDark);
