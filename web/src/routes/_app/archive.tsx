import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { ArchivePage } from "@/features/chat/organise/archive-page";
import { organise } from "@/texts/organise";

export const Route = createFileRoute("/_app/archive")({
  component: () => (
    <>
      <TopBar>
        <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{organise.archiveTitle}</h1>
      </TopBar>
      <ArchivePage />
    </>
  ),
});
