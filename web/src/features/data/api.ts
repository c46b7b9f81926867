import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";
import { upload } from "@/lib/upload";

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
export type Format = "markdown" | "html" | "json";
type Job = {
  id: string;
  state: JobState;
  done: number;
  total: number | null;
  error: { code: string; message: string } | null;
  createdAt: string;
};
export type Export = Job & { format: Format; size: number | null; expiresAt: string | null };
export type Report = {
  source: string | null;
  found: number;
  imported: number;
  messages: number;
  skipped: Record<string, number>;
  examples: { title: string | null; reason: string }[];
  lost: Record<string, number>;
};
export type Import = Job & { report: Report | null };

export const isOver = ({ state }: { state: JobState }) => state !== "queued" && state !== "running";

const LISTED = 20;
const LOOK_AGAIN = 1_500;

/** Looks again while one is on its way: the hint that something changed may get lost. */
const list = <T extends Job>(what: "exports" | "imports") =>
  queryOptions({
    queryKey: ["jobs", what],
    queryFn: ({ signal }) => api<Page<T>>(`/${what}`, { query: { limit: LISTED }, signal }),
    select: ({ items }) => items,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.items.every(isOver) === false ? LOOK_AGAIN : false),
  });

export const exportsQuery = list<Export>("exports");
export const importsQuery = list<Import>("imports");

export function useExportChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey });
  return {
    start: useMutation({
      mutationFn: (format: Format) => api<Export>("/exports", { method: "POST", body: { format } }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(`/exports/${id}`, { method: "DELETE" }), onSettled }),
  };
}

type Upload = { file: File; copies: boolean; signal: AbortSignal; onProgress: (part: number) => void };

export function useImportChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: importsQuery.queryKey });
  return {
    start: useMutation({
      mutationFn: ({ file, copies, ...how }: Upload) =>
        upload("/imports", file, { ...how, query: copies ? { duplicates: "copy" } : undefined }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(`/imports/${id}`, { method: "DELETE" }), onSettled }),
  };
}
