import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type LimitSubject = "everyone" | "role" | "user" | "model";
export const AMOUNTS = [
  "requestsPerMinute",
  "tokensPerMinute",
  "concurrentStreams",
  "tokensPerDay",
  "tokensPerMonth",
] as const;
export type Amount = (typeof AMOUNTS)[number];
type Amounts = Record<Amount, number | null>;
/** A user's `name` is his id; `userName` is what he is called now. */
export type LimitRule = { id: string; subject: LimitSubject; name: string | null; userName?: string | null } & Amounts;
export type LimitBody = Omit<LimitRule, "id" | "userName">;

const LIMITS = "/admin/limits";

export const limitsQuery = queryOptions({
  queryKey: ["admin", "limits"],
  queryFn: ({ signal }) => api<{ items: LimitRule[] }>(LIMITS, { signal }),
  select: ({ items }) => items,
});

export function useLimitChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: limitsQuery.queryKey });
  return {
    put: useMutation({ mutationFn: (rule: LimitBody) => api(LIMITS, { method: "PUT", body: rule }), onSettled }),
    remove: useMutation({
      mutationFn: (id: string) => api(`${LIMITS}/${encodeURIComponent(id)}`, { method: "DELETE" }),
      onSettled,
    }),
  };
}
