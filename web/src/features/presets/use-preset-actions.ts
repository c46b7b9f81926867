import { useQueryClient } from "@tanstack/react-query";
import { announce } from "@/lib/announcer";
import { save } from "@/lib/download";
import { offerUndo } from "@/lib/undo";
import { presets } from "@/texts/presets";
import { exportPresets, type PresetSummary, presetQuery, usePresetChanges } from "./api";
import { bodyOf, valuesOf } from "./form-values";
import type { PresetActions } from "./preset-row";

type Use = { open: (preset: PresetSummary) => void; onProblem: (message: string | null) => void };

/** What can be done to a preset from the list. */
export function usePresetActions({ open, onProblem }: Use): PresetActions {
  const queries = useQueryClient();
  const { create, remove, duplicate, begin } = usePresetChanges();
  const attempt = async (work: () => Promise<unknown>) => {
    onProblem(null);
    try {
      await work();
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    open,
    duplicate: (preset) =>
      void attempt(async () => announce(presets.duplicated((await duplicate.mutateAsync(preset.id)).name))),
    download: (ids) => void attempt(async () => save(asFile(await exportPresets(ids)), "presets.json")),
    begin: (presetId) => void attempt(() => begin.mutateAsync(presetId)),
    remove: (preset) =>
      void attempt(async () => {
        const whole = await queries.fetchQuery({ ...presetQuery(preset.id), staleTime: 0 });
        const used = await remove.mutateAsync({ id: whole.id, version: whole.version });
        offerUndo(presets.removed(whole.name, used.conversations + used.folders), () =>
          create.mutateAsync(bodyOf(valuesOf(whole))),
        );
      }),
  };
}

const asFile = (value: unknown) => new Blob([JSON.stringify(value, null, 2)], { type: "application/json" });
