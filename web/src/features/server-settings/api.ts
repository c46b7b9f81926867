import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, send } from "@/lib/http";

export type Value = string | number | boolean | null;
export type Setting = {
  name: string;
  kind: "flag" | "choice" | "number" | "text" | "moment" | "secret";
  value: Value;
  default: Value;
  isStored: boolean;
  isSet: boolean;
  lock: "environment" | "commandLine" | "configuration" | null;
  choices: string[] | null;
  minimum: number | null;
  maximum: number | null;
  maxLength: number | null;
  updatedAt: string | null;
  updatedBy: string | null;
};
type Settings = { items: Setting[]; tag: string };

async function read(response: Response): Promise<Settings> {
  const { items } = (await response.json()) as { items: Setting[] };
  return { items, tag: response.headers.get("etag") ?? "" };
}

export const settingsQuery = queryOptions({
  queryKey: ["admin", "settings"],
  queryFn: async ({ signal }) => read(await send("/admin/settings", { signal })),
});

export function useSettingsChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ tag, changes }: { tag: string; changes: Record<string, Value> }) =>
      read(await send("/admin/settings", { method: "PATCH", body: changes, headers: { "if-match": tag } })),
    onSuccess: (settings) => {
      queries.setQueryData(settingsQuery.queryKey, settings);
      void queries.invalidateQueries({ queryKey: ["banner"] });
    },
    // Somebody else may have been first: what he set is shown, what was typed stays.
    onError: () => queries.invalidateQueries({ queryKey: settingsQuery.queryKey }),
  });
}

/** Names to choose a default from. */
export const modelNamesQuery = queryOptions({
  queryKey: ["admin", "settings", "models"],
  queryFn: async ({ signal }) =>
    (await api<{ items: { name: string }[] }>("/models", { signal })).items.map(({ name }) => name),
});
