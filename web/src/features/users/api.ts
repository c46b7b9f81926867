import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";

export type Role = "User" | "Admin";
export type ManagedUser = {
  id: string;
  userName: string;
  email: string;
  displayName: string | null;
  role: Role;
  roles: string[];
  createdAt: string;
  disabledAt: string | null;
  lastActiveAt: string | null;
  sessions: number;
  /** When it is removed for good. */
  purgeAt: string | null;
  /** Since when it waits to be approved. */
  approvalAskedAt: string | null;
  twoStep: boolean;
  passkeys: number;
  /** Until when its owner has to replace the temporary password. */
  temporaryUntil: string | null;
};
export type NewUser = { userName: string; email: string; displayName: string | null; roles: string[] };
export type UserChange = { email?: string; displayName?: string | null; role?: Role; roles?: string[] };
export type TemporaryPassword = { password: string; until: string };
export type ResetLink = { path: string; expiresAt: string };

/** What is shown, as it stands in the address of the page. */
export type UserFilter = { text?: string | undefined; role?: string | undefined; state?: string | undefined };
export const FILTERS = ["text", "role", "state"] as const satisfies (keyof UserFilter)[];

const USERS = "/admin/users";
const PAGE = 100;

export const usersQuery = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ["admin", "users", filter],
    queryFn: ({ signal, pageParam }) =>
      api<Page<ManagedUser>>(USERS, { query: { ...filter, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const makeResetLink = (id: string) => api<ResetLink>(`${USERS}/${id}/reset-link`, { method: "POST" });

export function useUserChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ["admin", "users"] });
  return {
    create: useMutation({
      mutationFn: (body: NewUser) => api<{ user: ManagedUser; resetLink: ResetLink }>(USERS, { method: "POST", body }),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: UserChange & { id: string }) => api(`${USERS}/${id}`, { method: "PATCH", body }),
      onSettled,
    }),
    act: useMutation({
      mutationFn: ({
        id,
        action,
      }: {
        id: string;
        action: "disable" | "enable" | "end-sessions" | "restore" | "approve" | "refuse";
      }) => api(`${USERS}/${id}/${action}`, { method: "POST" }),
      onSettled,
    }),
    setTemporary: useMutation({
      mutationFn: (id: string) => api<TemporaryPassword>(`${USERS}/${id}/temporary-password`, { method: "POST" }),
      onSettled,
    }),
    endPasskeys: useMutation({
      mutationFn: (id: string) => api(`${USERS}/${id}/passkeys`, { method: "DELETE" }),
      onSettled,
    }),
    endTwoStep: useMutation({
      mutationFn: (id: string) => api(`${USERS}/${id}/totp`, { method: "DELETE" }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ id, atOnce }: { id: string; atOnce: boolean }) =>
        api(`${USERS}/${id}`, { method: "DELETE", query: { atOnce: `${atOnce}` } }),
      onSettled,
    }),
  };
}
