import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";

export type TotpState = { active: boolean; confirmedAt: string | null; recoveryCodesLeft: number };
export type TotpBegun = { secret: string; uri: string };
type Proof = { currentPassword: string; code: string };
type Codes = { recoveryCodes: string[] };

export const totpQuery = queryOptions({
  queryKey: ["totp"],
  queryFn: ({ signal }) => api<TotpState>("/auth/totp", { signal }),
  staleTime: 0,
});

export function useTotp() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: totpQuery.queryKey });
  return {
    begin: useMutation({
      mutationFn: (currentPassword: string) =>
        api<TotpBegun>("/auth/totp", { method: "POST", body: { currentPassword } }),
    }),
    confirm: useMutation({
      mutationFn: (code: string) => api<Codes>("/auth/totp/confirm", { method: "POST", body: { code } }),
      onSettled,
    }),
    end: useMutation({ mutationFn: (body: Proof) => api("/auth/totp", { method: "DELETE", body }), onSettled }),
    renew: useMutation({
      mutationFn: (body: Proof) => api<Codes>("/auth/totp/recovery-codes", { method: "POST", body }),
      onSettled,
    }),
  };
}
