import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import { api } from "@/lib/http";
import { attachments as text } from "@/texts/attachments";
import { COMPOSER_ID } from "../composer";
import { keepHere, keepThere } from "./keep";
import { isPicture, refusalOf } from "./limits";
import type { Tray, TrayFile } from "./tray";

/** How many are on their way at once. */
const LANES = 2;

const sending = new Map<string, AbortController>();
const waiting: (() => void)[] = [];
let busy = 0;

export function add(tray: Tray, files: readonly File[]) {
  for (const file of files) {
    const there = tray.files.get().filter(({ state }) => state !== "failed");
    const problem = refusalOf(file, {
      files: there.length,
      images: there.filter(({ image }) => image).length,
      stored: tray.place !== null,
    });
    const { name, size } = file;
    const key = crypto.randomUUID();
    const state = problem ? "failed" : "sending";
    tray.add({ key, name, size, image: isPicture(file), state, progress: 0, problem, again: false, file, part: null });
    if (problem) announce(text.refused(name, problem));
    else void send(tray, key, file);
  }
  toComposer();
}

/** Who comes with files goes on with words; on touch screens the keyboard would cover half the page. */
function toComposer() {
  if (matchMedia("(pointer: fine)").matches) document.getElementById(COMPOSER_ID)?.focus();
}

export function again(tray: Tray, { key, file }: TrayFile) {
  if (!file) return;
  tray.patch(key, { state: "sending", progress: 0, problem: null });
  void send(tray, key, file);
}

export function remove(tray: Tray, { key, name, part }: TrayFile) {
  sending.get(key)?.abort();
  tray.remove(key);
  announce(text.removed(name));
  toComposer();
  // If that fails, the server deletes what goes with no message itself.
  if (part?.attachmentId) void api(`/attachments/${part.attachmentId}`, { method: "DELETE" }).catch(() => undefined);
}

async function send(tray: Tray, key: string, file: File) {
  const stop = new AbortController();
  sending.set(key, stop);
  if (busy >= LANES) await new Promise<void>((resolve) => waiting.push(resolve));
  busy += 1;
  try {
    stop.signal.throwIfAborted();
    const keep = tray.place === null ? keepHere : keepThere;
    const part = await keep(file, {
      signal: stop.signal,
      onProgress: (progress) => tray.patch(key, { progress }),
    });
    // Removed while the answer was on its way.
    if (!tray.has(key)) return void forget(part.attachmentId);
    tray.patch(key, { state: "ready", progress: 1, part, name: part.name ?? file.name, size: part.size ?? file.size });
    announce(text.attached(file.name));
  } catch (error) {
    if (stop.signal.aborted) return;
    const problem = wordsOf(error);
    tray.patch(key, { state: "failed", problem, again: mayHelp(error) });
    announce(text.refused(file.name, problem));
  } finally {
    sending.delete(key);
    busy -= 1;
    waiting.shift()?.();
  }
}

/** Nothing is wrong with the file itself. */
const mayHelp = (error: unknown) =>
  error instanceof ApiError && (error.isNetwork || error.status >= 500 || [401, 409, 429].includes(error.status));

const forget = (id: string | null | undefined) =>
  id ? api(`/attachments/${id}`, { method: "DELETE" }).catch(() => undefined) : undefined;

const wordsOf = (error: unknown) =>
  error instanceof ApiError
    ? (text.errors[error.code] ?? error.message)
    : error instanceof Error
      ? error.message
      : String(error);
