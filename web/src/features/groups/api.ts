import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type Group = { id: string; name: string; description: string | null; members: number; createdAt: string };
export type Member = { id: string; userName: string; email: string; displayName: string | null };
export type GroupBody = { name: string; description: string | null };

const GROUPS = "/admin/groups";
const PAGE = 100;

export const groupsQuery = (text: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["admin", "groups", "list", text ?? ""],
    queryFn: ({ signal, pageParam }) =>
      api<Page<Group>>(GROUPS, { query: { text, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const membersQuery = (group: string, text: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["admin", "groups", "members", group, text ?? ""],
    queryFn: ({ signal, pageParam }) =>
      api<Page<Member>>(`${GROUPS}/${group}/members`, { query: { text, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Accounts to choose members from. */
export const peopleQuery = (text: string) =>
  queryOptions({
    queryKey: ["admin", "users", "people", text],
    queryFn: ({ signal }) => api<Page<Member>>("/admin/users", { query: { text, limit: 10 }, signal }),
    select: ({ items }) => items,
    enabled: text.length > 0,
  });

export function useGroupChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["admin", "groups"] });
  return {
    create: useMutation({
      mutationFn: (body: GroupBody) => api<Group>(GROUPS, { method: "POST", body }),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: GroupBody & { id: string }) => api(`${GROUPS}/${id}`, { method: "PUT", body }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(`${GROUPS}/${id}`, { method: "DELETE" }), onSettled }),
    setMembers: useMutation({
      mutationFn: ({ id, ...body }: { id: string; add?: string[]; remove?: string[] }) =>
        api(`${GROUPS}/${id}/members`, { method: "POST", body }),
      onSettled,
    }),
  };
}
