import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";
import type { Role } from "@/lib/roles";

export type RoleBody = { permissions: string[]; description: string | null };

const ROLES = "/admin/roles";

export function useRoleChanges() {
  const queries = useQueryClient();
  // Users are listed with their roles.
  const onSettled = () => queries.invalidateQueries({ queryKey: ["admin"] });
  return {
    create: useMutation({
      mutationFn: (body: RoleBody & { name: string }) => api<Role>(ROLES, { method: "POST", body }),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: RoleBody & { id: string }) => api<Role>(`${ROLES}/${id}`, { method: "PUT", body }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(`${ROLES}/${id}`, { method: "DELETE" }), onSettled }),
  };
}
