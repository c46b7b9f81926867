import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { api } from "@/lib/http";
import { queryClient } from "@/lib/query-client";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { organise } from "@/texts/organise";
import { text } from "@/texts/text";
import { restore } from "./actions";
import { PutAway } from "./put-away";

type Trashed = { id: string; title: string | null; purgedAt: string };
const DAY = 86_400_000;
const daysUntil = (iso: string) => Math.max(0, Math.round((Date.parse(iso) - Date.now()) / DAY));
const nameOf = ({ title }: Trashed) => title ?? text.chat.untitled;

export function TrashPage() {
  usePageTitle(organise.trash);
  /** Null: everything. */
  const purging = useShown<Trashed | null>(null);
  const one = purging.value;
  const purge = async () => {
    await api(one ? `/trash/${one.id}` : "/trash", { method: "DELETE" });
    await queryClient.invalidateQueries({ queryKey: ["conversations"] });
  };
  return (
    <>
      <PutAway<Trashed>
        queryKey={["conversations", "trash"]}
        path="/trash"
        hint={organise.trashHint}
        empty={{ icon: <Trash2 aria-hidden />, title: organise.trashEmpty, hint: organise.trashEmptyHint }}
        actions={
          <Button variant="danger" size="sm" onClick={() => purging.show(null)}>
            {organise.empty}
          </Button>
        }
      >
        {(item) => (
          <>
            <div className="min-w-0 flex-1 basis-40">
              <p dir="auto" className="page-start truncate text-sm font-medium">
                {nameOf(item)}
              </p>
              <p className="text-xs text-muted-foreground">{organise.left(daysUntil(item.purgedAt))}</p>
            </div>
            <div className="-me-2 flex items-center gap-1">
              <Button
                variant="outline"
                size="sm"
                aria-label={organise.restoreOne(nameOf(item))}
                onClick={() => void restore([item.id])}
              >
                {organise.restore}
              </Button>
              <Button
                variant="quiet"
                size="sm"
                aria-label={organise.purgeOne(nameOf(item))}
                onClick={() => purging.show(item)}
              >
                {organise.purge}
              </Button>
            </div>
          </>
        )}
      </PutAway>
      <Confirm
        open={purging.open}
        onOpenChange={(open) => !open && purging.hide()}
        title={one ? organise.purgeTitle : organise.emptyTitle}
        hint={one ? organise.purgeHint(nameOf(one)) : organise.emptyHint}
        action={one ? organise.purge : organise.empty}
        onConfirm={purge}
      />
    </>
  );
}
