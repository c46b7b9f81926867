import { StickyNote } from "lucide-react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/components/ui/button";
import { notes as t } from "@/texts/notes";
import type { Place } from "./api";
import { noteAt } from "./highlights";
import { placeOf } from "./rendered";
import { active, panelOpen, writeNote } from "./state";

const SETTLES = 180;
const WIDTH = 96;

/** A small button at the end of what is selected in a message; and a click on what is noted opens its note. */
export function SelectionButton() {
  const [offer, setOffer] = useState<{ place: Place; x: number; y: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setOffer(offered()), SETTLES);
    };
    // What is selected moves away under the button; it comes back where the text is then.
    const follow = () => {
      setOffer(null);
      look();
    };
    const click = (event: MouseEvent) => {
      if (!(event.target as Element).closest?.("[data-source]") || !getSelection()?.isCollapsed) return;
      const note = noteAt(event.clientX, event.clientY);
      if (!note) return;
      active.set(note);
      panelOpen.set(true);
    };
    document.addEventListener("selectionchange", look);
    document.addEventListener("click", click);
    document.addEventListener("scroll", follow, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", look);
      document.removeEventListener("click", click);
      document.removeEventListener("scroll", follow, { capture: true });
    };
  }, []);
  if (!offer) return null;
  const write = () => {
    writeNote(offer.place);
    getSelection()?.removeAllRanges();
    setOffer(null);
  };
  return createPortal(
    <Button
      size="sm"
      variant="outline"
      data-testid="note-selection"
      className="fixed z-40 shadow-float"
      style={{ top: offer.y, left: offer.x }}
      // Pressing it must not take the selection away before it is read.
      onPointerDown={(event) => event.preventDefault()}
      onClick={write}
    >
      <StickyNote aria-hidden className="text-signal" />
      {t.addToSelection}
    </Button>,
    document.getElementById("main") ?? document.body,
  );
}

/** For the keyboard: a note on what is selected; the notes when nothing is. */
export function noteByKey() {
  const place = selected()?.place;
  if (place) writeNote(place);
  else panelOpen.set(!panelOpen.get());
}

function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const place = placeOf(range);
  return place && { place, range };
}

function offered() {
  const found = selected();
  const box = found && [...found.range.getClientRects()].at(-1);
  if (!box || box.bottom < 0 || box.top > innerHeight) return null;
  // Below the selection: above it, phones show a menu of their own.
  const x = Math.max(8, Math.min(box.right - WIDTH / 2, innerWidth - WIDTH - 8));
  return { place: found.place, x, y: Math.min(box.bottom + 8, innerHeight - 44) };
}
