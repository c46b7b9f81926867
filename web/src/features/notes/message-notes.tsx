import { useQuery } from "@tanstack/react-query";
import { StickyNote } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { ShownMessage } from "@/lib/message-slots";
import { notes as t } from "@/texts/notes";
import { conversationNotesQuery, type Note } from "./api";
import { draw } from "./highlights";
import { rangesOf, shown } from "./rendered";
import { active, onWhole, panelOpen, writeNote } from "./state";

type Props = { message: ShownMessage; conversation: string };
const NONE: Note[] = [];

/** What a message says of its notes: the mark beside it, and the highlights in its text. */
export function MessageNotes({ message, conversation }: Props) {
  const { data = NONE } = useQuery(conversationNotesQuery(conversation));
  const place = useRef<HTMLSpanElement>(null);
  const own = data.filter((note) => note.messageId === message.id);
  useHighlights(place, message, conversation, own);
  const show = () => {
    active.set(own[0]?.id ?? null);
    panelOpen.set(true);
  };
  return (
    <span ref={place} className="empty:hidden">
      {own.length > 0 && (
        <Button
          variant="quiet"
          size="sm"
          className="gap-1 px-2 text-signal"
          aria-label={t.countOf(own.length)}
          onClick={show}
        >
          <StickyNote aria-hidden />
          <span className="tabular-nums">{own.length}</span>
        </Button>
      )}
    </span>
  );
}

export const NoteTool = ({ message, conversation }: Props) => (
  <IconButton label={t.addToMessage} onClick={() => writeNote(onWhole(conversation, message.id))}>
    <StickyNote aria-hidden />
  </IconButton>
);

function useHighlights(place: RefObject<HTMLElement | null>, message: ShownMessage, conversation: string, own: Note[]) {
  const { id, text } = message;
  // Notes are compared by what is drawn of them: each look at the server brings new objects.
  const drawn = JSON.stringify(own.filter((note) => note.quote !== null).map((n) => [n.id, n.quote, n.rangeStart]));
  const current = useRef(own);
  current.current = own;
  useEffect(() => {
    const element = place.current?.closest("article")?.querySelector<HTMLElement>("[data-source]");
    if (!element) return;
    const entry = { element, source: text, conversation };
    shown.set(id, entry);
    const leave = () => {
      if (shown.get(id) === entry) shown.delete(id);
    };
    if (drawn === "[]") return leave;
    let frame = 0;
    const look = () => {
      frame = 0;
      const ranges = rangesOf(entry, current.current);
      const all = current.current.map((note, index) => ({ id: note.id, range: ranges[index] ?? null }));
      draw(
        id,
        all.filter((one): one is { id: string; range: Range } => one.range !== null),
      );
    };
    look();
    // Code is coloured and formulas are set after the text is there.
    const observer = new MutationObserver(() => {
      frame ||= requestAnimationFrame(look);
    });
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      leave();
      observer.disconnect();
      cancelAnimationFrame(frame);
      draw(id, []);
    };
  }, [place, id, text, conversation, drawn]);
}
