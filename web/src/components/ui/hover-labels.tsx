import { useEffect, useState } from "react";
import { LaterPart } from "@/lib/on-intent";

const later = new LaterPart(() => import("./hover-label"));
const DELAY = 500;

/** Shows the names of icon buttons: one for the whole page, fetched when the first is needed. */
export function HoverLabels() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer = 0;
    const hide = () => {
      clearTimeout(timer);
      setAnchor(null);
    };
    const show = (event: Event, delay: number) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-hover-label]") : null;
      hide();
      // Where it cannot be fetched, such as without a connection, the button does without.
      const open = () => button?.isConnected && setAnchor(button);
      if (button) timer = window.setTimeout(() => void later.fetch().then(open, () => undefined), delay);
    };
    const onOver = (event: PointerEvent) => event.pointerType === "mouse" && show(event, DELAY);
    const onFocus = (event: FocusEvent) =>
      event.target instanceof Element && event.target.matches(":focus-visible") && show(event, 0);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && hide();
    addEventListener("pointerover", onOver);
    addEventListener("focusin", onFocus);
    addEventListener("focusout", hide);
    addEventListener("pointerdown", hide);
    addEventListener("keydown", onKey);
    addEventListener("scroll", hide, true);
    return () => {
      hide();
      removeEventListener("pointerover", onOver);
      removeEventListener("focusin", onFocus);
      removeEventListener("focusout", hide);
      removeEventListener("pointerdown", hide);
      removeEventListener("keydown", onKey);
      removeEventListener("scroll", hide, true);
    };
  }, []);
  const label = anchor?.getAttribute("aria-label");
  const part = later.get();
  return anchor && label && part ? (
    <part.HoverLabel key={label} anchor={anchor} label={label} onClose={() => setAnchor(null)} />
  ) : null;
}
