import { queryOptions } from "@tanstack/react-query";
import { api } from "./http";

export type Role = {
  id: string;
  name: string;
  description: string | null;
  permissions: string[];
  builtIn: boolean;
  /** Whoever asked may change it. */
  editable: boolean;
  users: number;
};

export const rolesQuery = queryOptions({
  queryKey: ["admin", "roles"],
  queryFn: ({ signal }) => api<{ items: Role[]; permissions: string[] }>("/admin/roles", { signal }),
});
