import { queryOptions } from "@tanstack/react-query";
import { api, send } from "@/lib/http";
import { signedIn, type TokenResponse } from "@/lib/session";

export type Registration = {
  userName: string;
  email: string;
  password: string;
  setupCode?: string | undefined;
  invitation?: string | undefined;
};
export type Pending = { approval: boolean; verification: boolean };
type Info = { mode: "open" | "closed" | "invitation" | "domain"; approval: boolean; verification: boolean };

export const registrationQuery = queryOptions({
  queryKey: ["registration"],
  queryFn: ({ signal }) => api<Info>("/auth/registration", { signal }),
});

/** What has to happen first, where nobody gets in at once. */
export async function register(body: Registration): Promise<Pending | null> {
  const response = await send("/auth/register", { method: "POST", body: { ...body, session: "cookie" } });
  if (response.status === 202) return (await response.json()) as Pending;
  signedIn((await response.json()) as TokenResponse);
  return null;
}

export const resendVerification = (email: string) => send("/auth/email/resend", { method: "POST", body: { email } });
