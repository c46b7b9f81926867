import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http";
import { Signal } from "@/lib/signal";
import type { ChatSettings, ChatSettingsAnswer } from "./api";

/* What the first load of the chat needs of presets: as little as possible. */

export type DefaultPreset = { presetId: string | null; name: string | null; model: string | null };
export type Beginning = ChatSettings & { presetName: string | null };

export const defaultPresetQuery = queryOptions({
  queryKey: ["presets", "default"],
  queryFn: ({ signal }) => api<DefaultPreset>("/presets/default", { signal }),
  staleTime: 60_000,
});

export const chatSettingsQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id, "settings"],
    queryFn: ({ signal }) => api<ChatSettingsAnswer>(`/conversations/${encodeURIComponent(id)}/settings`, { signal }),
  });

/** What the next new chat begins with; null until something was chosen, then the default no longer counts. */
export const beginning = new Signal<Beginning | null>(null);

/** The settings that a new chat is made with. */
export function beginningWith(standard: DefaultPreset | undefined): Partial<ChatSettings> {
  const chosen = beginning.get();
  if (!chosen) return standard?.presetId ? { presetId: standard.presetId } : {};
  const { presetId, systemPrompt, options } = chosen;
  return { presetId, systemPrompt, options };
}
