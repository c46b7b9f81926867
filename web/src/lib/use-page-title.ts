import { useEffect } from "react";
import { text } from "@/texts/text";

/** Names the page in the tab, in the history and to screen readers. */
export function usePageTitle(name: string) {
  useEffect(() => {
    document.title = `${name} · ${text.app.name}`;
  }, [name]);
}
