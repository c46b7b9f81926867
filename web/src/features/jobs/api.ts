import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followEvents } from "@/lib/event-stream";
import { api, type Page } from "@/lib/http";

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
export type Layer = { digest: string; done: number; total: number };
export type ModelJob = {
  id: string;
  kind: "install" | "create";
  model: string;
  nodeId: string;
  node: string;
  state: JobState;
  step: string | null;
  done: number;
  total: number | null;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  layers: Layer[];
  changed: boolean | null;
  problem: string | null;
  error: { code: string; message: string } | null;
  cancelRequested: boolean;
  createdAt: string;
  endedAt: string | null;
};
export type Target = { id: string; name: string; reachable: boolean };

const JOBS = "/admin/jobs";
const LISTED = 100;
const LOOK_AGAIN = 5_000;

export const isOver = ({ state }: Pick<ModelJob, "state">) => state !== "queued" && state !== "running";

export const jobsQuery = queryOptions({
  queryKey: ["admin", "jobs"],
  queryFn: ({ signal }) => api<Page<ModelJob>>(JOBS, { query: { limit: LISTED }, signal }),
  select: ({ items }) => items,
  staleTime: 0,
  // The stream tells at once; should it break, this does.
  refetchInterval: ({ state }) => (state.data?.items.every(isOver) === false ? LOOK_AGAIN : false),
});

/** The nodes that install models. */
export const targetsQuery = queryOptions({
  queryKey: ["admin", "nodes", "targets"],
  queryFn: ({ signal }) => api<{ items: (Target & { kind: string; approved: boolean })[] }>("/admin/nodes", { signal }),
  select: ({ items }) => items.filter(({ kind, approved }) => kind === "ollama" && approved),
});

export function useJobChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: jobsQuery.queryKey });
  return {
    install: useMutation({
      mutationFn: (body: { model: string; nodeIds: string[] }) => api(JOBS, { method: "POST", body }),
      onSettled,
    }),
    retry: useMutation({
      mutationFn: (id: string) => api(`${JOBS}/${id}/retry`, { method: "POST" }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(`${JOBS}/${id}`, { method: "DELETE" }), onSettled }),
  };
}

/** Keeps the list as it is on the server while the page is open. */
export function useLiveJobs() {
  const queries = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    const ended = new Set<string>();
    const hear = (told: Told) => {
      show(queries, told);
      if ("removed" in told || !isOver(told) || ended.has(told.id)) return;
      // What a node has, and with it what people may choose, is another from now on.
      ended.add(told.id);
      void queries.invalidateQueries({ queryKey: ["models"] });
      void queries.invalidateQueries({ queryKey: ["admin", "nodes"] });
    };
    void followEvents(`${JOBS}/events`, (data) => hear(JSON.parse(data) as Told), leaving.signal);
    return () => leaving.abort();
  }, [queries]);
}

type Told = ModelJob | { id: string; removed: true };

function show(queries: QueryClient, told: Told) {
  const { queryKey } = jobsQuery;
  const listed = queries.getQueryData(queryKey);
  if ("removed" in told || !listed?.items.some(({ id }) => id === told.id))
    return void queries.invalidateQueries({ queryKey });
  queries.setQueryData(queryKey, { ...listed, items: listed.items.map((job) => (job.id === told.id ? told : job)) });
}
