import { Link } from "@tanstack/react-router";
import { Archive } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ageGroup } from "@/lib/format";
import { usePageTitle } from "@/lib/use-page-title";
import { organise } from "@/texts/organise";
import { text } from "@/texts/text";
import type { Conversation } from "../api";
import { archive } from "./actions";
import { PutAway } from "./put-away";

export function ArchivePage() {
  usePageTitle(organise.archiveTitle);
  return (
    <PutAway<Conversation>
      queryKey={["conversations", "archive"]}
      path="/conversations"
      query={{ archived: "true" }}
      hint={organise.archiveHint}
      empty={{ icon: <Archive aria-hidden />, title: organise.archiveEmpty, hint: organise.archiveEmptyHint }}
    >
      {(item) => {
        const title = item.title ?? text.chat.untitled;
        return (
          <>
            <div className="min-w-0 flex-1 basis-40">
              <Link
                to="/c/$id"
                params={{ id: item.id }}
                dir="auto"
                className="page-start block truncate rounded text-sm font-medium hover:underline"
              >
                {title}
              </Link>
              <p className="text-xs text-muted-foreground">{ageGroup(item.updatedAt)}</p>
            </div>
            <Button
              variant="outline"
              size="sm"
              aria-label={organise.unarchiveOne(title)}
              onClick={() => void archive([item], false)}
            >
              {organise.unarchive}
            </Button>
          </>
        );
      }}
    </PutAway>
  );
}
