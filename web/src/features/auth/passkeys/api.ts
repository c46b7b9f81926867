import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/http";
import { create } from "./webauthn";

export type Passkey = { id: string; name: string; createdAt: string; lastUsedAt: string | null; backedUp: boolean };

const PASSKEYS = "/auth/passkeys";

export const passkeysQuery = queryOptions({
  queryKey: ["passkeys"],
  queryFn: ({ signal }) => api<{ items: Passkey[] }>(PASSKEYS, { signal }),
  select: ({ items }) => items,
  staleTime: 0,
});

export function usePasskeyChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
  return {
    add: useMutation({
      mutationFn: async () => {
        const { options } = await api<{ options: PublicKeyCredentialCreationOptionsJSON }>(`${PASSKEYS}/options`, {
          method: "POST",
        });
        const credential = await create(options);
        return api<Passkey>(PASSKEYS, { method: "POST", body: { credential } });
      },
      onSettled,
    }),
    rename: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) =>
        api<Passkey>(`${PASSKEYS}/${id}`, { method: "PATCH", body: { name } }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => api(`${PASSKEYS}/${id}`, { method: "DELETE" }),
      onSettled,
    }),
  };
}
