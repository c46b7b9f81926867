import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { StickyNote } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty } from "@/components/ui/panel";
import { wanted } from "@/lib/jump";
import { usePageTitle } from "@/lib/use-page-title";
import { notes as t } from "@/texts/notes";
import { allNotesQuery, type Note } from "./api";
import { NoteCard } from "./note-card";
import { SearchField } from "./search-field";
import { active, panelOpen } from "./state";

/** Every note, with the way to where it belongs. */
export function NotesPage() {
  usePageTitle(t.title);
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  const notes = useInfiniteQuery(allNotesQuery(words));
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-184 px-4 pt-2 pb-16 sm:px-6">
        <p className="mb-4 text-muted-foreground">{t.pageHint}</p>
        <div className="mb-5">
          <SearchField value={typed} onChange={setTyped} />
        </div>
        <Loaded query={notes}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.items);
            if (all.length === 0 && words) return <p className="text-muted-foreground">{t.nothingFound(words)}</p>;
            if (all.length === 0)
              return <Empty icon={<StickyNote aria-hidden />} title={t.empty} hint={t.pageEmptyHint} />;
            return (
              <ul className="space-y-2.5">
                {all.map((note) => (
                  <NoteCard key={note.id} note={note} where={<Where note={note} />} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        {notes.hasNextPage && (
          <Button
            variant="outline"
            className="mt-4 w-full"
            disabled={notes.isFetchingNextPage}
            onClick={() => void notes.fetchNextPage()}
          >
            {t.more}
          </Button>
        )}
      </div>
    </div>
  );
}

function Where({ note }: { note: Note }) {
  const open = () => {
    active.set(note.id);
    panelOpen.set(matchMedia("(min-width: 64rem)").matches);
    wanted.set(note.messageId);
  };
  return (
    <Link
      to="/c/$id"
      params={{ id: note.conversationId }}
      onClick={open}
      dir="auto"
      className="page-start mb-1 block truncate rounded text-sm font-semibold hover:underline"
    >
      {note.conversationTitle ?? t.untitled}
    </Link>
  );
}
