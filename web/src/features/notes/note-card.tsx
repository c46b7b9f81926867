import { CornerUpLeft, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { cn } from "@/lib/cn";
import { notes as t } from "@/texts/notes";
import { type Note, type Place, useNoteChanges } from "./api";
import { NoteEditor } from "./note-editor";
import { findQuote } from "./places";
import { shown } from "./rendered";

type Props = {
  note: Note;
  marked?: boolean;
  where?: ReactNode;
  onGoTo?: (() => void) | undefined;
  onLook?: () => void;
};

/** One note: what it is on, what it says, what can be done with it. */
export function NoteCard({ note, marked = false, where, onGoTo, onLook }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  const { change, remove } = useNoteChanges();
  return (
    <li
      data-note={note.id}
      onPointerEnter={onLook}
      onFocus={onLook}
      className={cn(
        "group/note rounded-xl border bg-card px-3.5 py-3 transition-colors",
        marked && "border-signal-border",
      )}
    >
      {where}
      <NoteQuote place={note} />
      {editing !== null ? (
        <NoteEditor
          text={editing}
          onText={setEditing}
          onSave={(text) => change.mutateAsync({ id: note.id, text })}
          onClose={() => setEditing(null)}
        />
      ) : (
        <>
          <p className="text-sm whitespace-pre-wrap bidi-lines [overflow-wrap:anywhere]">{note.text}</p>
          <div className="-ms-2 -mb-1.5 mt-1 flex items-center">
            {onGoTo && (
              <IconButton label={t.goTo} onClick={onGoTo}>
                <CornerUpLeft aria-hidden className="rtl:-scale-x-100" />
              </IconButton>
            )}
            <IconButton label={t.edit} onClick={() => setEditing(note.text)}>
              <Pencil aria-hidden />
            </IconButton>
            <IconButton label={t.remove} disabled={remove.isPending} onClick={() => remove.mutate(note)}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          {remove.error && <Notice tone="danger">{remove.error.message}</Notice>}
        </>
      )}
    </li>
  );
}

/** The text that a note is on, as it was; said when the message says something else by now. */
export function NoteQuote({ place }: { place: Place }) {
  const message = place.messageId ? shown.get(place.messageId) : undefined;
  if (!place.quote)
    return <p className="mb-1 text-xs text-muted-foreground">{place.messageId ? t.onMessage : t.onConversation}</p>;
  const gone = message && !findQuote(message.source, place.quote, place.rangeStart ?? 0);
  return (
    <>
      <blockquote
        dir="auto"
        className="mb-1.5 line-clamp-3 border-s-2 border-signal-border ps-2.5 text-xs text-muted-foreground [overflow-wrap:anywhere]"
      >
        {place.quote}
      </blockquote>
      {gone && <p className="mb-1 text-xs text-muted-foreground italic">{t.textChanged}</p>}
    </>
  );
}
