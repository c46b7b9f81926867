import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, send } from "@/lib/http";
import { signedIn, type TokenResponse } from "@/lib/session";

export type Choice = { id: string; name: string; buttonText: string | null };
export type LinkedLogin = {
  id: string;
  provider: string | null;
  issuer: string;
  label: string | null;
  createdAt: string;
  lastUsedAt: string | null;
};
export type Proof = { currentPassword?: string | undefined; code?: string | undefined };
type Pending = { approval: boolean; verification: boolean };

const SSO = "/auth/sso";

export const choicesQuery = queryOptions({
  queryKey: ["sso"],
  queryFn: ({ signal }) => api<Choice[]>(SSO, { signal }),
  staleTime: 60_000,
});

export const linksQuery = queryOptions({
  queryKey: ["sso", "links"],
  queryFn: ({ signal }) => api<{ items: LinkedLogin[]; hasPassword: boolean }>(`${SSO}/links`, { signal }),
});

export const startAddress = (id: string, next?: string) =>
  `/api/v1${SSO}/${encodeURIComponent(id)}/start${next ? `?next=${encodeURIComponent(next)}` : ""}`;

/** What the login service answered, as it stands behind `#`. */
export type Answer = { provider: string; state: string; code?: string; issuer?: string; error?: string };

export function readAnswer(hash: string): Answer {
  const of = new URLSearchParams(hash.slice(1));
  const some = Object.entries({ code: of.get("code"), issuer: of.get("iss"), error: of.get("error") });
  return {
    provider: of.get("provider") ?? "",
    state: of.get("state") ?? "",
    ...Object.fromEntries(some.filter(([, value]) => value)),
  };
}

/** Where to go on; or what is missing before anybody gets in. */
export async function finish(answer: Answer): Promise<{ next: string } | Pending> {
  const response = await send(`${SSO}/finish`, { method: "POST", body: { ...answer, session: "cookie" } });
  if (response.status === 202) return (await response.json()) as Pending;
  const done = (await response.json()) as { signedIn: TokenResponse; next: string | null };
  signedIn(done.signedIn);
  return { next: done.next ?? "/" };
}

export const link = (answer: Answer) => api<LinkedLogin>(`${SSO}/links`, { method: "POST", body: answer });

export async function beginLink(id: string, proof: Proof) {
  const { address } = await api<{ address: string }>(`${SSO}/${encodeURIComponent(id)}/link`, {
    method: "POST",
    body: proof,
  });
  location.assign(address);
}

export function useUnlink() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, proof }: { id: string; proof: Proof }) =>
      api(`${SSO}/links/${encodeURIComponent(id)}`, { method: "DELETE", body: proof }),
    onSettled: () => queries.invalidateQueries({ queryKey: linksQuery.queryKey }),
  });
}
