import type { Change } from "./changes";
import { followEvents } from "./event-stream";

/** Holds the channel open. Each connection begins with `everything`. */
export const readChanges = (hear: (change: Change) => void, signal: AbortSignal): Promise<void> =>
  followEvents("/events", (data) => hear(JSON.parse(data) as Change), signal);
