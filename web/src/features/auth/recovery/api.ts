import { api, send } from "@/lib/http";

/** Whether this server sends mail at all; whether there is such an account nobody is told. */
export async function askForReset(email: string): Promise<boolean> {
  const response = await send("/auth/password-reset", { method: "POST", body: { email } });
  return ((await response.json()) as { mail: boolean }).mail;
}

export const setPassword = (token: string, password: string) =>
  api("/auth/password-reset/confirm", { method: "POST", body: { token, password } });

export const confirmEmail = (token: string) => api("/auth/email/confirm", { method: "POST", body: { token } });
