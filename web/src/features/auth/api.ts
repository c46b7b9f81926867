import { ApiError } from "@/lib/api-error";
import { api } from "@/lib/http";
import { signedIn, signedOut, type TokenResponse } from "@/lib/session";

export type Registration = { userName: string; email: string; password: string; setupCode?: string | undefined };

export async function register(body: Registration) {
  signedIn(await api<TokenResponse>("/auth/register", { method: "POST", body: { ...body, session: "cookie" } }));
}

/** The ticket for the second step, where the password is not enough. */
export async function login(body: { login: string; password: string }): Promise<string | null> {
  try {
    signedIn(await api<TokenResponse>("/auth/login", { method: "POST", body: { ...body, session: "cookie" } }));
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === "second-factor-required") return `${error.members.ticket}`;
    throw error;
  }
}

export async function loginWithCode(ticket: string, code: string) {
  const body = { ticket, code, session: "cookie" };
  signedIn(await api<TokenResponse>("/auth/login/totp", { method: "POST", body }));
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
