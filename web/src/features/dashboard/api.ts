import { queryOptions } from "@tanstack/react-query";
import { save } from "@/lib/download";
import { api, send } from "@/lib/http";

/** Sums of the usage over whole hours. */
export type Sums = {
  requests: number;
  promptTokens: number;
  answerTokens: number;
  errors: number;
  firstTokenMs: number | null;
  durationMs: number | null;
  /** By the prices of the models; not there: none of them has one. */
  cost?: number;
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

export type Grouping = "model" | "node" | "user";
export type QueueLook = { model: string; waiting: number; running: number; oldestMs: number | null };
export type Dependency = { name: string; state: "healthy" | "degraded" | "unhealthy"; text: string | null; ms: number };
export type Part = { name: string; bytes: number };
export type Storage = {
  databaseBytes: number;
  schemas: Part[];
  folders: Part[];
  diskFreeBytes: number;
  diskTotalBytes: number;
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

/** The table as the server makes it for spreadsheets. */
export async function saveSums(period: Period, by: Grouping) {
  const answer = await send("/admin/usage", { query: { ...rangeOf(period), by }, headers: { accept: "text/csv" } });
  save(await answer.blob(), `usage-${by}-${period}.csv`);
}

export const queueQuery = queryOptions({
  queryKey: ["admin", "dashboard", "queue"],
  queryFn: ({ signal }) => api<{ waiting: number; running: number; items: QueueLook[] }>("/admin/queue", { signal }),
  staleTime: 2_000,
  refetchInterval: 5_000,
});

export const statusQuery = queryOptions({
  queryKey: ["admin", "dashboard", "status"],
  queryFn: ({ signal }) => api<{ items: Dependency[] }>("/admin/status", { signal }),
  select: ({ items }) => items,
  staleTime: 10_000,
  refetchInterval: 30_000,
});

export const storageQuery = queryOptions({
  queryKey: ["admin", "dashboard", "storage"],
  queryFn: ({ signal }) => api<Storage>("/admin/storage", { signal }),
  staleTime: 60_000,
});

export const nodeStatesQuery = queryOptions({
  queryKey: ["admin", "dashboard", "nodes"],
  queryFn: ({ signal }) => api<{ items: NodeState[] }>("/admin/nodes", { signal }),
  select: ({ items }) => items,
  staleTime: 2_000,
  refetchInterval: 5_000,
});
