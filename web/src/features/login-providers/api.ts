import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export const NEW_ACCOUNTS = ["never", "asRegistration", "always"] as const;
export type NewAccounts = (typeof NEW_ACCOUNTS)[number];
export type RoleRule = { claim: string; value: string; role: string };
export type ProviderBody = {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  scopes: string;
  enabled: boolean;
  buttonText: string | null;
  newAccounts: NewAccounts;
  rules: RoleRule[];
};
export type Provider = Omit<ProviderBody, "clientSecret"> & {
  id: string;
  hasSecret: boolean;
  redirectAddress: string;
  users: number;
};
export type TestResult = { works: boolean; reason: string | null; keys: number };

const PROVIDERS = "/admin/sso";
const at = (id: string) => `${PROVIDERS}/${encodeURIComponent(id)}`;

export const providersQuery = queryOptions({
  queryKey: ["admin", "sso"],
  queryFn: ({ signal }) => api<Provider[]>(PROVIDERS, { signal }),
});

/** Everybody has the role of users: a rule gives another one. */
export const roleNamesQuery = queryOptions({
  queryKey: ["admin", "sso", "roles"],
  queryFn: ({ signal }) => api<{ items: { name: string }[] }>("/admin/roles", { signal }),
  select: ({ items }) => items.map(({ name }) => name).filter((name) => name !== "User"),
});

export function useProviderChanges() {
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: providersQuery.queryKey }),
      queries.invalidateQueries({ queryKey: ["sso"] }),
    ]);
  return {
    save: useMutation({
      mutationFn: ({ id, body }: { id: string | undefined; body: ProviderBody }) =>
        id ? api(at(id), { method: "PUT", body }) : api(PROVIDERS, { method: "POST", body }),
      onSettled,
    }),
    remove: useMutation({ mutationFn: (id: string) => api(at(id), { method: "DELETE" }), onSettled }),
  };
}

export const testProvider = (id: string) => api<TestResult>(`${at(id)}/test`, { method: "POST" });
