import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, StickyNote } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty } from "@/components/ui/panel";
import { wanted } from "@/lib/jump";
import { useSignal } from "@/lib/signal";
import { notes as t } from "@/texts/notes";
import { conversationNotesQuery, type Note, useNoteChanges } from "./api";
import { drawActive } from "./highlights";
import { NoteCard, NoteQuote } from "./note-card";
import { NoteEditor } from "./note-editor";
import { SearchField } from "./search-field";
import { active, drafts, dropDraft, keepDraft, onWhole, writeNote } from "./state";

const FEW = 6;

/** As they come in the conversation: ids of messages sort by time. */
const inOrder = (notes: readonly Note[]) =>
  notes.toSorted(
    (a, b) =>
      (a.messageId ?? "").localeCompare(b.messageId ?? "") ||
      (a.rangeStart ?? -1) - (b.rangeStart ?? -1) ||
      a.createdAt.localeCompare(b.createdAt),
  );

const contains = (note: Note, words: string) => `${note.text}\n${note.quote ?? ""}`.toLowerCase().includes(words);

/** The notes of one conversation, and the one that is being written. */
export function NotesPanel({ conversation, onLeave }: { conversation: string; onLeave: () => void }) {
  const notes = useQuery(conversationNotesQuery(conversation));
  const looked = useSignal(active);
  const [words, setWords] = useState("");
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    drawActive(looked);
    if (looked)
      list.current?.querySelector(`[data-note="${CSS.escape(looked)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [looked]);
  useEffect(() => () => drawActive(null), []);
  const goTo = (note: Note) => {
    active.set(note.id);
    onLeave();
    wanted.set(note.messageId);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="space-y-3 px-4 pb-3">
        <NewNote conversation={conversation} />
        {(notes.data?.length ?? 0) > FEW && <SearchField value={words} onChange={setWords} />}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        <Loaded query={notes}>
          {(all) => {
            const found = inOrder(all).filter((note) => contains(note, words.trim().toLowerCase()));
            if (all.length === 0) return <Empty icon={<StickyNote aria-hidden />} title={t.empty} hint={t.emptyHint} />;
            if (found.length === 0)
              return <p className="text-sm text-muted-foreground">{t.nothingFound(words.trim())}</p>;
            return (
              <ul ref={list} className="space-y-2">
                {found.map((note) => (
                  <NoteCard
                    key={note.id}
                    note={note}
                    marked={note.id === looked}
                    onGoTo={note.messageId ? () => goTo(note) : undefined}
                    onLook={() => active.set(note.id)}
                  />
                ))}
              </ul>
            );
          }}
        </Loaded>
      </div>
      <div className="border-t px-2 py-2">
        <Link to="/notes" className={buttonStyles({ variant: "quiet", size: "sm" })} onClick={onLeave}>
          {t.all}
        </Link>
      </div>
    </div>
  );
}

function NewNote({ conversation }: { conversation: string }) {
  const now = useSignal(drafts).get(conversation);
  const { add } = useNoteChanges();
  if (!now)
    return (
      <Button
        variant="outline"
        size="sm"
        className="w-full shadow-none"
        onClick={() => writeNote(onWhole(conversation, null))}
      >
        <Plus aria-hidden />
        {t.add}
      </Button>
    );
  const { place, text } = now;
  return (
    <div className="rounded-xl border border-signal-border bg-card p-3">
      <NoteQuote place={place} />
      <NoteEditor
        key={JSON.stringify(place)}
        text={text}
        onText={(next) => keepDraft({ place, text: next })}
        onSave={async (saved) => active.set((await add.mutateAsync({ ...place, text: saved })).id)}
        onClose={() => dropDraft(conversation)}
      />
    </div>
  );
}
