import { ApiError } from "./api-error";
import { type Change, sleep } from "./changes";
import { whenReachable } from "./connection";
import { send } from "./http";
import { readEvents } from "./sse";

/** The server shows that it is there every 10 s; longer silence is a dead connection. */
const SILENCE = 25_000;
const PAUSES = [500, 1_000, 2_000, 5_000, 15_000, 30_000];

/** Holds the channel open, over as many connections as it takes. Each begins with `everything`. */
export async function readChanges(hear: (change: Change) => void, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const { body } = await send("/events", { headers: { accept: "text/event-stream" }, signal });
      if (!body) return;
      for await (const { data } of readEvents(body, SILENCE)) {
        failures = 0;
        hear(JSON.parse(data) as Change);
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
