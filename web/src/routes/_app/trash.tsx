import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { TrashPage } from "@/features/chat/organise/trash-page";
import { organise } from "@/texts/organise";

export const Route = createFileRoute("/_app/trash")({
  component: () => (
    <>
      <TopBar>
        <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{organise.trash}</h1>
      </TopBar>
      <TrashPage />
    </>
  ),
});
