import { api } from "@/lib/http";
import type { Step } from "../api";
import { enter } from "../api";
import { get } from "./webauthn";

/** What a passkey makes of a challenge of the server's. */
export async function answer(path: string) {
  const { options } = await api<{ options: PublicKeyCredentialRequestOptionsJSON }>(`${path}/options`, {
    method: "POST",
  });
  return { credential: await get(options) };
}

/** The next step, where the passkey is not enough. */
export async function loginWithPasskey(): Promise<Step | null> {
  const path = "/auth/passkeys/login";
  return enter(path, await answer(path));
}
