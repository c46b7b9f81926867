import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { compareNames } from "@/lib/compare-names";
import { bodyOf, type Grant } from "@/lib/grants";
import { api, type Page } from "@/lib/http";

export type Options = {
  temperature?: number | null;
  topP?: number | null;
  topK?: number | null;
  minP?: number | null;
  numCtx?: number | null;
  numPredict?: number | null;
  stop?: string[] | null;
  seed?: number | null;
  repeatPenalty?: number | null;
  presencePenalty?: number | null;
  frequencyPenalty?: number | null;
  format?: string | Record<string, unknown> | null;
  thinking?: string | null;
  raw?: boolean | null;
  keepAlive?: number | null;
  /** Names of numbers that are the model's own, whatever a preset says. */
  modelsOwn?: string[] | null;
};
export type Visibility = "private" | "shared" | "global" | "granted";
export type PresetSummary = {
  id: string;
  name: string;
  description: string | null;
  model: string | null;
  visibility: Visibility;
  mine: boolean;
  editable: boolean;
  updatedAt: string;
};
export type PresetBody = {
  name: string;
  description: string | null;
  model: string | null;
  systemPrompt: string | null;
  options: Options;
  visibility: Visibility;
};
export type Preset = PresetSummary &
  PresetBody & { version: string; usedBy: { conversations: number; folders: number } };
export type Profile = { profile: string; options: Options };
export type ImportReport = {
  created: number;
  updated: number;
  skipped: { index: number; name: string | null; reason: string }[];
};
export type Inherited = {
  presetId: string | null;
  presetName: string | null;
  model: string | null;
  systemPrompt: string | null;
  options: Options;
};
export type ChatSettings = { presetId: string | null; systemPrompt: string | null; options: Options };
export type ChatSettingsAnswer = ChatSettings & { inherited: Inherited };

const path = (id: string) => `/presets/${encodeURIComponent(id)}`;

export const presetsQuery = (search: string) =>
  queryOptions({
    queryKey: ["presets", "list", search],
    queryFn: async ({ signal }) => {
      const items: PresetSummary[] = [];
      let after: string | undefined;
      do {
        const page: Page<PresetSummary> = await api("/presets", {
          query: { limit: 200, after, q: search || undefined },
          signal,
        });
        items.push(...page.items);
        after = page.next ?? undefined;
      } while (after && items.length < 1000);
      return items.sort((a, b) => compareNames(a.name, b.name));
    },
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

export const presetQuery = (id: string) =>
  queryOptions({
    queryKey: ["presets", "one", id],
    queryFn: ({ signal }) => api<Preset>(path(id), { signal }),
  });

export const presetGrantsQuery = (id: string) =>
  queryOptions({
    queryKey: ["presets", "grants", id],
    queryFn: ({ signal }) => api<{ grants: Grant[] }>(`${path(id)}/grants`, { signal }),
    select: ({ grants }) => grants,
  });

export const putPresetGrants = (id: string, grants: readonly Grant[]) =>
  api(`${path(id)}/grants`, { method: "PUT", body: { grants: bodyOf(grants) } });

export const profilesQuery = (model: string | null) =>
  queryOptions({
    queryKey: ["presets", "profiles", model],
    queryFn: ({ signal }) =>
      api<{ items: Profile[] }>("/presets/profiles", { query: { model: model ?? undefined }, signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

export const modelNamesQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<{ items: { name: string; capabilities?: string[] }[] }>("/models", { signal }),
  select: ({ items }) => items.filter((m) => m.capabilities?.includes("completion")).map((m) => m.name),
  staleTime: 60_000,
});

export const exportPresets = (ids: string[]) =>
  api<unknown>(`/presets/export${ids.length ? `?${ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}` : ""}`);

export function usePresetChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["presets"] });
  const match = (version: string | undefined) => (version ? { headers: { "if-match": `"${version}"` } } : {});
  return {
    create: useMutation({
      mutationFn: (body: PresetBody) => api<Preset>("/presets", { method: "POST", body }),
      onSettled,
    }),
    save: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: string; body: PresetBody }) =>
        api<Preset>(path(id), { method: "PUT", body, ...match(version) }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ id, version }: { id: string; version: string }) =>
        api<{ conversations: number; folders: number }>(path(id), { method: "DELETE", ...match(version) }),
      onSettled: () => {
        void queries.invalidateQueries({ queryKey: ["conversation"] });
        return onSettled();
      },
    }),
    duplicate: useMutation({
      mutationFn: (id: string) => api<Preset>(`${path(id)}/duplicate`, { method: "POST" }),
      onSettled,
    }),
    load: useMutation({
      mutationFn: (file: unknown) => api<ImportReport>("/presets/import", { method: "POST", body: file }),
      onSettled,
    }),
    begin: useMutation({
      mutationFn: (presetId: string | null) => api("/presets/default", { method: "PUT", body: { presetId } }),
      onSettled,
    }),
  };
}
