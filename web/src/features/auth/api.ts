import { ApiError } from "@/lib/api-error";
import { api } from "@/lib/http";
import { signedIn, signedOut, type TokenResponse } from "@/lib/session";

/** What is to be done after the password, or the code, before anybody gets in. */
export type Step =
  | { kind: "code"; ticket: string }
  | { kind: "restore"; ticket: string; purgeAt: string }
  | { kind: "password"; ticket: string }
  | { kind: "verify" };

/** The next step, where what was sent is not enough. */
export const login = (body: { login: string; password: string }) => enter("/auth/login", body);

export const loginWithCode = (ticket: string, code: string) => enter("/auth/login/totp", { ticket, code });

export const loginWithNewPassword = (ticket: string, password: string) =>
  enter("/auth/login/password", { ticket, password });

export async function enter(path: string, body: object): Promise<Step | null> {
  try {
    signedIn(await api<TokenResponse>(path, { method: "POST", body: { ...body, session: "cookie" } }));
    return null;
  } catch (error) {
    const step = error instanceof ApiError ? stepOf(error) : null;
    if (step) return step;
    throw error;
  }
}

export function stepOf({ code, members }: ApiError): Step | null {
  const ticket = `${members.ticket}`;
  if (code === "second-factor-required") return { kind: "code", ticket };
  if (code === "new-password-required") return { kind: "password", ticket };
  if (code === "email-unverified") return { kind: "verify" };
  if (code === "account-deleted") return { kind: "restore", ticket, purgeAt: `${members.purgeAt}` };
  return null;
}

export async function logout() {
  await api("/auth/logout", { method: "POST", body: {} }).catch((error: unknown) => {
    // The session is over already.
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  });
  signedOut(false);
}

export async function logoutEverywhere() {
  await api("/auth/logout-all", { method: "POST" });
  signedOut(false);
}
