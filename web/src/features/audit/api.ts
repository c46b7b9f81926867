import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

type Named = { id: string; name: string | null };
export type AuditEntry = {
  id: string;
  at: string;
  action: string;
  outcome: "success" | "failure";
  actor: Named | null;
  key: Named | null;
  target: { kind: string; id: string | null; name: string | null } | null;
  ip: string | null;
  agent: string | null;
  before: unknown;
  after: unknown;
  seq: number | null;
};

/** What is shown, as it stands in the address of the page. Days are the reader's own. */
export type AuditFilter = {
  text?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  outcome?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};
export const FILTERS = ["text", "actor", "action", "outcome", "from", "to"] as const satisfies (keyof AuditFilter)[];

/** What stands before the dot of an action. */
export const AREAS_OF_ACTIONS = [
  "auth",
  "user",
  "key",
  "node",
  "join-token",
  "model",
  "alias",
  "model-policy",
  "model-tag",
  "user-policy",
  "limit",
  "setting",
  "preset",
  "share",
  "export",
  "import",
  "conversation",
  "trash",
  "audit",
  "backup",
] as const;

const PAGE = 100;
const startOf = (day: string | undefined, later = 0) => {
  if (!day) return undefined;
  const date = new Date(`${day}T00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + later);
  return date.toISOString();
};

export const queryOf = ({ from, to, ...rest }: AuditFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...rest, from: startOf(from), to: startOf(to, 1) }).filter(
      (entry): entry is [string, string] => !!entry[1],
    ),
  );

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["admin", "audit", queryOf(filter)],
    queryFn: ({ signal, pageParam }) =>
      api<Page<AuditEntry>>("/admin/audit", { query: { ...queryOf(filter), limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
