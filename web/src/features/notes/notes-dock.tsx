import { useEffect } from "react";
import { Dock } from "@/components/ui/dock";
import { useSignal } from "@/lib/signal";
import { notes as t } from "@/texts/notes";
import { NotesPanel } from "./notes-panel";
import { SelectionButton } from "./selection-button";
import { active, drafts, dropDraft, panelOpen } from "./state";

/** The place of the notes beside the conversation. */
export function NotesDock({ conversation }: { conversation: string }) {
  const open = useSignal(panelOpen);
  useEffect(
    () => () => {
      active.set(null);
      // What is typed stays, for whoever comes back.
      if (!drafts.get().get(conversation)?.text) dropDraft(conversation);
    },
    [conversation],
  );
  return (
    <>
      <SelectionButton />
      <Dock open={open} onOpenChange={(next) => panelOpen.set(next)} title={t.title}>
        {(overlay) => <NotesPanel conversation={conversation} onLeave={() => overlay && panelOpen.set(false)} />}
      </Dock>
    </>
  );
}
