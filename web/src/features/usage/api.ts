import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type Grouping = "hour" | "day" | "model" | "node" | "user" | "key" | "protocol";
export const OWN_GROUPINGS = ["hour", "day", "model", "key"] as const satisfies Grouping[];
export const ALL_GROUPINGS = ["hour", "day", "model", "node", "user", "key", "protocol"] as const satisfies Grouping[];

export type UsageFigures = {
  requests: number;
  promptTokens: number;
  answerTokens: number;
  errors: number;
  firstTokenMs: number | null;
  durationMs: number | null;
};
export type UsageItem = UsageFigures & Record<string, unknown>;
export type UsageRow = UsageFigures & { group: string; label: string };
export type Range = { from: string; to: string };

export const usageQuery = (everybody: boolean, { from, to }: Range, by: Grouping) =>
  queryOptions({
    queryKey: ["usage", everybody, from, to, by],
    queryFn: ({ signal }) =>
      api<{ items: UsageItem[] }>(everybody ? "/admin/usage" : "/usage", { query: { from, to, by }, signal }),
    select: ({ items }) => items,
    staleTime: 15_000,
  });
