import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http";

/** Sums of the usage over whole hours. */
export type Sums = {
  requests: number;
  promptTokens: number;
  answerTokens: number;
  errors: number;
  firstTokenMs: number | null;
  durationMs: number | null;
  hour?: string;
  day?: string;
  model?: string;
  node?: string;
  user?: string;
  name?: string | null;
};
export type Period = "day" | "week" | "month";
export type NodeState = {
  id: string;
  name: string;
  reachable: boolean;
  approved: boolean;
  draining: boolean;
  inFlight: number;
  maxConcurrent: number | null;
  firstTokenMs: number | null;
  tokensPerSecond: number | null;
  error: string | null;
};

const HOUR = 3_600_000;
const HOURS = { day: 24, week: 7 * 24, month: 30 * 24 };

/** Ends with the running hour: the same question for as long as it lasts. */
export function rangeOf(period: Period, now = Date.now()) {
  const to = (Math.floor(now / HOUR) + 1) * HOUR;
  return { from: new Date(to - HOURS[period] * HOUR).toISOString(), to: new Date(to).toISOString() };
}

export const sumsQuery = (period: Period, by: "hour" | "day" | "model" | "node" | "user") =>
  queryOptions({
    queryKey: ["admin", "dashboard", period, rangeOf(period).to, by],
    queryFn: ({ signal }) => api<{ items: Sums[] }>("/admin/usage", { query: { ...rangeOf(period), by }, signal }),
    select: ({ items }) => items,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });

export const nodeStatesQuery = queryOptions({
  queryKey: ["admin", "dashboard", "nodes"],
  queryFn: ({ signal }) => api<{ items: NodeState[] }>("/admin/nodes", { signal }),
  select: ({ items }) => items,
  staleTime: 2_000,
  refetchInterval: 5_000,
});
