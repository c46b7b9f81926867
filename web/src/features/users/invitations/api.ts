import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page } from "@/lib/http";
import type { Role } from "../api";

export type Invitation = {
  id: string;
  email: string | null;
  role: Role;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  mailed: boolean;
};
export type NewInvitation = { email: string | null; role: Role; days: number };

const INVITATIONS = "/admin/invitations";

export const invitationsQuery = queryOptions({
  queryKey: ["admin", "invitations"],
  queryFn: async ({ signal }) => (await api<Page<Invitation>>(INVITATIONS, { query: { limit: "200" }, signal })).items,
});

export function useInvitations() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  return {
    invite: useMutation({
      mutationFn: (body: NewInvitation) =>
        api<{ invitation: Invitation; path: string | null }>(INVITATIONS, { method: "POST", body }),
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: (id: string) => api(`${INVITATIONS}/${id}`, { method: "DELETE" }),
      onSettled,
    }),
  };
}
