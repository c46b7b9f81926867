import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { NotesPage } from "@/features/notes/notes-page";
import { notes } from "@/texts/notes";

export const Route = createFileRoute("/_app/notes")({
  component: () => (
    <>
      <TopBar>
        <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{notes.title}</h1>
      </TopBar>
      <NotesPage />
    </>
  ),
});
