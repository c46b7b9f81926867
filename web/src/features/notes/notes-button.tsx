import { useQuery } from "@tanstack/react-query";
import { StickyNote } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useSignal } from "@/lib/signal";
import { notes as t } from "@/texts/notes";
import { conversationNotesQuery } from "./api";
import { panelOpen } from "./state";

/** Shows and hides the notes of the conversation, and says that there are some. */
export function NotesButton({ conversation }: { conversation: string }) {
  const open = useSignal(panelOpen);
  const { data } = useQuery(conversationNotesQuery(conversation));
  return (
    <IconButton
      label={open ? t.hide : t.show}
      aria-expanded={open}
      className="relative"
      onClick={() => panelOpen.set(!open)}
    >
      <StickyNote aria-hidden />
      {data && data.length > 0 && <span aria-hidden className="absolute end-1 top-1 size-1.5 rounded-full bg-signal" />}
    </IconButton>
  );
}
