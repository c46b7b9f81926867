import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type NodeKind = "ollama" | "openAI" | "embedded";
export type NodeModel = { name: string; upstream: string; loaded: boolean; capabilities: string[] };
export type Dialect = "generic" | "openAI" | "vllm" | "llamaCpp";
/** Seconds; what is not there is as the settings say for all nodes. */
export type Timeouts = Record<"connect" | "firstToken" | "betweenTokens" | "total", number | null>;
export type InferenceNode = {
  id: string;
  name: string;
  kind: NodeKind;
  url: string | null;
  source: "configuration" | "administrator" | "announced";
  approved: boolean;
  draining: boolean;
  reachable: boolean;
  breaker: "closed" | "open" | "halfOpen";
  version: string | null;
  warning: string | null;
  error: string | null;
  dataLeavesSite: boolean;
  weight: number;
  maxConcurrent: number | null;
  labels: Record<string, string>;
  numCtx: number | null;
  hasApiKey: boolean;
  models: NodeModel[];
  placement: { name: string; upstream: string | null }[] | null;
  inFlight: number;
  firstTokenMs: number | null;
  tokensPerSecond: number | null;
  errorRate: number;
  lastSeenAt: string | null;
  expiresAt: string | null;
  dialect: Dialect;
  timeouts: Partial<Timeouts> | null;
  announcedFrom: string | null;
  /** Counts the changes of administrators. */
  revision: number;
};
/** What an administrator writes. `apiKey` is never read back. */
export type NodeBody = {
  name?: string;
  kind?: NodeKind;
  url?: string | null;
  apiKey?: string | null;
  dataLeavesSite?: boolean | null;
  weight?: number;
  maxConcurrent?: number | null;
  numCtx?: number | null;
  dialect?: Dialect;
  timeouts?: Timeouts | null;
  labels?: Record<string, string>;
  placement?: { name: string; upstream: string | null }[] | null;
  draining?: boolean;
  approved?: boolean;
};
export type NodeTest = {
  reachable: boolean;
  version: string | null;
  warning: string | null;
  models: NodeModel[];
  error: string | null;
};
export type JoinToken = {
  id: string;
  name: string;
  expiresAt: string | null;
  allowedNetworks: string[];
  createdAt: string;
  lastUsedAt: string | null;
};
export type NewJoinToken = JoinToken & { token: string };

const NODES = "/admin/nodes";
const TOKENS = `${NODES}/join-tokens`;
/** State is probed all the time; a look this often shows a change soon and costs next to nothing. */
const EVERY = 3_000;

export const nodesQuery = queryOptions({
  queryKey: ["admin", "nodes"],
  queryFn: ({ signal }) => api<{ items: InferenceNode[] }>(NODES, { signal }),
  select: ({ items }) => items,
  staleTime: 0,
  refetchInterval: EVERY,
});

export const joinTokensQuery = queryOptions({
  queryKey: ["admin", "join-tokens"],
  queryFn: ({ signal }) => api<{ items: JoinToken[] }>(TOKENS, { signal }),
  select: ({ items }) => items,
});

const path = (id: string) => `${NODES}/${encodeURIComponent(id)}`;

export const testNode = (body: Pick<NodeBody, "kind" | "url" | "apiKey">) =>
  api<NodeTest>(`${NODES}/test`, { method: "POST", body });

/** Whatever is changed shows at once: the list is read again after each. */
export function useNodeChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: nodesQuery.queryKey });
  return {
    add: useMutation({
      mutationFn: (body: NodeBody) => api<InferenceNode>(NODES, { method: "POST", body }),
      onSettled,
    }),
    change: useMutation({
      // With a revision, only what was seen is changed: somebody else's change in between is not overwritten.
      mutationFn: ({ id, revision, ...body }: NodeBody & { id: string; revision?: number }) =>
        api<InferenceNode>(path(id), {
          method: "PATCH",
          body,
          ...(revision === undefined ? {} : { headers: { "if-match": `"${revision}"` } }),
        }),
      onSettled,
    }),
    probe: useMutation({
      mutationFn: (id: string) => api<InferenceNode>(`${path(id)}/probe`, { method: "POST" }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(path(id), { method: "DELETE" }), onSettled }),
  };
}

export function useJoinTokenChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: joinTokensQuery.queryKey });
  return {
    create: useMutation({
      mutationFn: (body: { name: string; expiresAt: string | null; allowedNetworks: string[] }) =>
        api<NewJoinToken>(TOKENS, { method: "POST", body }),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (id: string) => api(`${TOKENS}/${encodeURIComponent(id)}`, { method: "DELETE" }),
      onSettled,
    }),
  };
}
