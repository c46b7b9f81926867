import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { Loaded } from "@/components/ui/loaded";
import { presets } from "@/texts/presets";
import { type PresetSummary, presetQuery } from "./api";
import { PresetForm } from "./preset-form";

type Props = { open: boolean; preset: PresetSummary | null; onClose: () => void };

export function PresetDialog({ open, preset, onClose }: Props) {
  const title = !preset
    ? presets.createTitle
    : preset.editable
      ? presets.editTitle(preset.name)
      : presets.viewTitle(preset.name);
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && onClose()} title={title}>
      {preset ? (
        <Known key={preset.id} id={preset.id} onClose={onClose} />
      ) : (
        <PresetForm preset={null} onDone={onClose} onReload={never} />
      )}
    </Dialog>
  );
}

function Known({ id, onClose }: { id: string; onClose: () => void }) {
  const queries = useQueryClient();
  // What is edited stays as it was opened: another's change is met when it is saved.
  const query = useQuery({ ...presetQuery(id), staleTime: Number.POSITIVE_INFINITY, refetchOnMount: "always" });
  const reload = () => queries.fetchQuery({ ...presetQuery(id), staleTime: 0 });
  return (
    <Loaded query={query.isFetching && !query.isFetchedAfterMount ? { ...query, data: undefined } : query} lines={5}>
      {(preset) => <PresetForm preset={preset} onDone={onClose} onReload={reload} />}
    </Loaded>
  );
}

const never = () => Promise.reject(new Error("A new preset has no other version."));
