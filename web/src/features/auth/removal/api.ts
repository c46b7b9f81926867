import { api, send } from "@/lib/http";
import { signedIn, signedOut, type TokenResponse } from "@/lib/session";
import { Signal } from "@/lib/signal";

/** Until when the account that was deleted here can be brought back: the log-in page says so. */
export const deletedUntil = new Signal<string | null>(null);

export async function deleteAccount(body: { currentPassword?: string | undefined; code?: string | undefined }) {
  const response = await send("/me", { method: "DELETE", body });
  deletedUntil.set(((await response.json()) as { purgeAt: string }).purgeAt);
  signedOut(false);
}

export async function restoreAccount(ticket: string) {
  const body = { ticket, session: "cookie" };
  signedIn(await api<TokenResponse>("/auth/restore", { method: "POST", body }));
  deletedUntil.set(null);
}
