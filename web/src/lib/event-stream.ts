import { ApiError } from "./api-error";
import { whenReachable } from "./connection";
import { send } from "./http";
import { readEvents } from "./sse";

/** The server shows that it is there every 10 s; longer silence is a dead connection. */
const SILENCE = 25_000;
const PAUSES = [500, 1_000, 2_000, 5_000, 15_000, 30_000];

/** Holds a stream of events open, over as many connections as it takes, until stopped or no longer allowed. */
export async function followEvents(path: string, hear: (data: string) => void, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const { body } = await send(path, { headers: { accept: "text/event-stream" }, signal });
      if (!body) return;
      for await (const { data } of readEvents(body, SILENCE)) {
        failures = 0;
        hear(data);
      }
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return;
      if (error instanceof ApiError && error.isNetwork) await whenReachable(signal).catch(() => undefined);
    }
    // A little apart from each other: after a restart all browsers come at once.
    const pause = PAUSES[Math.min(failures, PAUSES.length - 1)] as number;
    await sleep(pause * (0.5 + Math.random()), signal);
  }
}

export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
