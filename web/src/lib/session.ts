import { adopt } from "@/texts/language";
import { text } from "@/texts/text";
import { ApiError, toApiError } from "./api-error";
import { reportReachable, reportUnreachable, whenReachable } from "./connection";
import { Signal } from "./signal";
import { storage } from "./storage";

export type Profile = { displayName: string | null; locale: string | null; timeZone: string | null };
export type User = {
  id: string;
  userName: string;
  email: string;
  roles: string[];
  /** What the roles permit. */
  permissions?: string[];
  createdAt: string;
  avatarId?: string | null;
  /** Proven by a link that was mailed to it. */
  emailConfirmed?: boolean;
  /** A new address that its owner has not confirmed yet. */
  pendingEmail?: string | null;
} & Partial<Profile>;
export type TokenResponse = { user: User; accessToken: string; expiresIn: number };
export type Session =
  | { state: "unknown" }
  | { state: "signed-out"; expired: boolean }
  | { state: "signed-in"; user: User };

type Token = { value: string; expiresAt: number };
type Notice = { kind: "signed-in"; user: User; token: Token } | { kind: "signed-out" };

/*
 * One browser, one session: the refresh token is an HttpOnly cookie, the access token lives in memory of each tab.
 * Tabs take turns refreshing (Web Locks) and hand each other the new token (BroadcastChannel).
 */
const LOCK = "ollamanet.refresh";
const MARK = "ollamanet.session";
const EARLY = 60_000;

export const session = new Signal<Session>({ state: "unknown" });
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("ollamanet.session");
let token: Token | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

export const currentToken = () => token?.value ?? null;
/** What a person is called. */
export const nameOf = (user: User) => user.displayName ?? user.userName;
export const currentUser = () => {
  const now = session.get();
  return now.state === "signed-in" ? now.user : null;
};

export function signedIn(answer: TokenResponse) {
  const fresh = { value: answer.accessToken, expiresAt: Date.now() + answer.expiresIn * 1000 };
  accept(answer.user, fresh);
  channel?.postMessage({ kind: "signed-in", user: answer.user, token: fresh } satisfies Notice);
}

export function signedOut(expired: boolean) {
  forget(expired);
  channel?.postMessage({ kind: "signed-out" } satisfies Notice);
}

export function updateUser(user: User) {
  if (token) signedIn({ user, accessToken: token.value, expiresIn: (token.expiresAt - Date.now()) / 1000 });
}

/** Finds out who is here, once, when the page opens. Waits for the server if it is away. */
export async function restoreSession(): Promise<Session> {
  while (session.get().state === "unknown") {
    if (!storage.get(MARK)) {
      session.set({ state: "signed-out", expired: false });
      break;
    }
    try {
      await refresh(null);
    } catch (error) {
      if (error instanceof ApiError && error.isNetwork) await whenReachable();
      else await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
  return session.get();
}

/** Gets a newer access token than `stale`; false when the session is over. Throws when the server cannot say. */
export async function refresh(stale: string | null): Promise<boolean> {
  return inTurn(async () => {
    if (token && token.value !== stale && token.expiresAt - Date.now() > EARLY / 2) return true;
    const response = await post("/api/v1/auth/refresh");
    if (response.status === 401 || response.status === 400) {
      signedOut(true);
      return false;
    }
    if (!response.ok) throw await toApiError(response);
    signedIn((await response.json()) as TokenResponse);
    return true;
  });
}

async function post(url: string): Promise<Response> {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: "{}",
      signal: AbortSignal.timeout(15_000),
    });
    reportReachable();
    return response;
  } catch {
    reportUnreachable();
    throw new ApiError(0, "network", text.app.unreachableTitle);
  }
}

// Locks are there in secure contexts only; without them two tabs may refresh at once, which the server forgives.
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined | null;
  return locks ? (locks.request(LOCK, work) as Promise<T>) : work();
}

function accept(user: User, fresh: Token) {
  token = fresh;
  storage.set(MARK, "1");
  adopt(user);
  session.set({ state: "signed-in", user });
  clearTimeout(timer);
  // A little apart from tab to tab, so that mostly one of them asks.
  const delay = fresh.expiresAt - Date.now() - EARLY - Math.random() * 5_000;
  timer = setTimeout(() => void refresh(fresh.value).catch(() => undefined), Math.max(1_000, delay));
}

function forget(expired: boolean) {
  token = null;
  clearTimeout(timer);
  storage.set(MARK, null);
  session.set({ state: "signed-out", expired });
}

channel?.addEventListener("message", ({ data }: MessageEvent<Notice>) => {
  if (data.kind === "signed-in") accept(data.user, data.token);
  else if (session.get().state !== "signed-out") forget(false);
});
// A laptop that slept past the timer: look again when the tab is seen.
if (typeof document !== "undefined")
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && token && token.expiresAt - Date.now() < EARLY)
      void refresh(token.value).catch(() => undefined);
  });
