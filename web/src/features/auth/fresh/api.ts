import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http";
import { currentUser, signedIn } from "@/lib/session";
import { answer } from "../passkeys/use-it";

export type Ways = { password: boolean; code: boolean; passkey: boolean };
type Proven = { accessToken: string; expiresIn: number };

export const waysQuery = queryOptions({
  queryKey: ["fresh"],
  queryFn: ({ signal }) => api<Ways>("/auth/fresh", { signal }),
  staleTime: 0,
});

export async function proveByPassword(body: { currentPassword: string; code: string }) {
  adopt(await api<Proven>("/auth/fresh", { method: "POST", body: { ...body, code: body.code || undefined } }));
}

export async function proveByPasskey() {
  const path = "/auth/passkeys/fresh";
  adopt(await api<Proven>(path, { method: "POST", body: await answer(path) }));
}

function adopt({ accessToken, expiresIn }: Proven) {
  const user = currentUser();
  if (user) signedIn({ user, accessToken, expiresIn });
}
