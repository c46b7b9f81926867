import { Signal } from "./signal";

const DELAYS = [1_000, 2_000, 4_000, 8_000];

/** Whether the server can be reached. A failed request starts the watch, an answer of any kind ends it. */
export const reachable = new Signal(true);

let timer: ReturnType<typeof setTimeout> | undefined;
let attempt = 0;

export function reportReachable() {
  clearTimeout(timer);
  attempt = 0;
  reachable.set(true);
}

export function reportUnreachable() {
  if (!reachable.get()) return;
  reachable.set(false);
  schedule();
}

/** Asks at once instead of waiting for the next turn. */
export async function probe(): Promise<boolean> {
  clearTimeout(timer);
  try {
    await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
    reportReachable();
    return true;
  } catch {
    schedule();
    return false;
  }
}

/** Resolves when the server answers again; at once when it does. */
export function whenReachable(signal?: AbortSignal): Promise<void> {
  if (reachable.get()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = reachable.subscribe(() => {
      if (!reachable.get()) return;
      stop();
      resolve();
    });
    signal?.addEventListener("abort", () => {
      stop();
      reject(signal.reason);
    });
  });
}

function schedule() {
  const delay = DELAYS[Math.min(attempt++, DELAYS.length - 1)];
  timer = setTimeout(() => void probe(), delay);
}

export function watchConnection() {
  addEventListener("offline", reportUnreachable);
  addEventListener("online", () => void probe());
}
