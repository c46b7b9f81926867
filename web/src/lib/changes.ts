import { sleep } from "./event-stream";
import { currentUser, session } from "./session";
import { storage } from "./storage";

/** Something of the user's is not as it is shown; see `ChangeKinds` of the server. `everything`: hints may have been missed. */
export type ChangeKind =
  | "everything"
  | "conversation"
  | "folder"
  | "tag"
  | "note"
  | "feedback"
  | "preset"
  | "share"
  | "queue"
  | "job"
  | "models";
export type Change = { kind: ChangeKind; id: string | null };

type Listener = (change: Change) => void;
type Lead = (signal: AbortSignal) => Promise<void>;

/*
 * One channel a browser. A browser allows six connections per host, so one tab holds the channel and hands on what it
 * hears. Which one: who has the lock; where there are no locks (plain http), who holds a lease in local storage.
 */
const PAUSE_AFTER = 5 * 60_000;
const LEASE = 9_000;
const RENEW = 3_000;

const listeners = new Set<Listener>();

/** Calls back when something of this kind changed, here or on another device, and for everything. */
export function onChange(kind: ChangeKind | "any", listener: Listener): () => void {
  const heard: Listener = (change) => {
    if (kind === "any" || change.kind === kind || change.kind === "everything") listener(change);
  };
  listeners.add(heard);
  return () => {
    listeners.delete(heard);
  };
}

/** Tells this tab. */
export function tell(change: Change) {
  for (const listener of listeners) listener(change);
}

/** Follows the changes of whoever is signed in until stopped; a tab nobody sees for long rests. */
export function followChanges(lead: (hear: Listener, signal: AbortSignal) => Promise<void>): () => void {
  const name = `ollamanet.changes.${currentUser()?.id}`;
  const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  if (tabs) tabs.onmessage = ({ data }: MessageEvent<Change>) => tell(data);
  const hear: Listener = (change) => {
    tell(change);
    tabs?.postMessage(change);
  };

  let running: AbortController | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    clearTimeout(rest);
    if (running) return;
    running = new AbortController();
    void elect(name, tabs !== null, running.signal, (signal) => lead(hear, signal));
  };
  const stop = () => {
    running?.abort();
    running = null;
  };
  const look = () => {
    clearTimeout(rest);
    if (document.hidden) rest = setTimeout(stop, PAUSE_AFTER);
    else if (!running) {
      start();
      // Another tab may hold the channel, and says nothing of what was before.
      tell({ kind: "everything", id: null });
    }
  };
  const ended = session.subscribe(() => session.get().state === "signed-out" && stop());
  document.addEventListener("visibilitychange", look);
  start();
  return () => {
    ended();
    stop();
    clearTimeout(rest);
    document.removeEventListener("visibilitychange", look);
    tabs?.close();
  };
}

async function elect(name: string, shared: boolean, signal: AbortSignal, lead: Lead): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  try {
    if (!shared) await lead(signal);
    else if (locks) await locks.request(name, { signal }, () => lead(signal));
    else await holdLease(name, signal, lead);
  } catch {
    // Stopped, in the line or at the head of it.
  }
}

/** Looks again and again whether the lease is free; leads while it is ours. */
async function holdLease(name: string, signal: AbortSignal, lead: Lead): Promise<void> {
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let leading: AbortController | null = null;
  while (!signal.aborted) {
    const [holder, until] = (storage.get(name) ?? "").split(" ");
    const mine = holder === me;
    const free = Number(until || 0) < Date.now();
    if (!mine && leading) {
      leading.abort();
      leading = null;
    }
    if (mine || free) storage.set(name, `${me} ${Date.now() + LEASE}`);
    // Storage that keeps nothing: every tab for itself.
    const alone = storage.get(name) === null;
    if ((mine || alone) && !leading) {
      leading = new AbortController();
      void lead(AbortSignal.any([signal, leading.signal])).catch(() => undefined);
    }
    // Who wrote last has it, so what was just written counts at the next look.
    await sleep(free && !mine ? RENEW * (0.1 + Math.random() * 0.2) : RENEW, signal);
  }
  if ((storage.get(name) ?? "").startsWith(me)) storage.set(name, null);
}
