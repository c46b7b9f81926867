import { ApiError } from "@/lib/api-error";
import { account } from "@/texts/account";

/** What the browser makes for the server, in the JSON form of WebAuthn. */
export type Credential = unknown;

/** Browsers make and use passkeys for names only. */
export const isAddress = /^(\d{1,3}\.){3}\d{1,3}$|^\[/.test(location.hostname);
/** The same server by name, where it runs on this machine. */
export const byName = /^127\.|^\[::1\]$/.test(location.hostname)
  ? `${location.protocol}//localhost${location.port && `:${location.port}`}${location.pathname}`
  : null;
export const canUse =
  !isAddress && typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

export const create = (options: PublicKeyCredentialCreationOptionsJSON) =>
  said(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));

export const get = (options: PublicKeyCredentialRequestOptionsJSON) =>
  said(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));

async function said(ask: () => Promise<unknown>): Promise<Credential> {
  try {
    const credential = (await ask()) as PublicKeyCredential | null;
    if (credential) return credential.toJSON();
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError")
      throw new ApiError(0, "passkey-known", account.passkeys.known);
  }
  throw new ApiError(0, "passkey-cancelled", account.passkeys.cancelled);
}
