import { ApiError } from "@/lib/api-error";
import { whenReachable } from "@/lib/connection";
import { readEvents } from "@/lib/sse";
import type { StreamPart } from "./stream-parts";

/** The server sends a sign of life at least every 15 s; longer silence is a dead connection. */
const SILENCE = 40_000;
const PAUSES = [0, 500, 1_000, 2_000, 5_000];

export type Ending = "done" | "gone";

type Reading = {
  /** Opens the stream again after the last event that arrived; null when nothing arrived yet. */
  resume: (lastEventId: string | null) => Promise<Response>;
  onPart: (part: StreamPart) => void;
  onLost: () => void;
  signal: AbortSignal;
};

/**
 * Reads an answer to its end, over as many connections as it takes. `gone` means that the server has no such stream
 * any more, so the stored message says how it ended.
 */
export async function readAnswer(first: Response, reading: Reading): Promise<Ending> {
  let lastEventId: string | null = null;
  let response = first;
  let failures = 0;
  for (;;) {
    if (response.status === 204 || !response.body) return "gone";
    try {
      for await (const event of readEvents(response.body, SILENCE)) {
        failures = 0;
        if (event.id) lastEventId = event.id;
        if (event.data === "[DONE]") return "done";
        reading.onPart(JSON.parse(event.data) as StreamPart);
      }
    } catch (error) {
      if (reading.signal.aborted) throw error;
    }
    reading.onLost();
    response = await again(reading, () => lastEventId, failures++);
  }
}

async function again(reading: Reading, lastEventId: () => string | null, failures: number): Promise<Response> {
  for (let attempt = failures; ; attempt++) {
    await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)] as number, reading.signal);
    try {
      return await reading.resume(lastEventId());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.isNetwork) await whenReachable(reading.signal);
      else if (error.status === 429) await pause(Math.max(0, (error.retryAt ?? 0) - Date.now()), reading.signal);
      else if (error.status < 500) throw error;
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
