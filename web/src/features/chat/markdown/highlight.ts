import type { Request, Response, Span } from "./highlight.worker";

let worker: Worker | undefined;
let count = 0;
const waiting = new Map<number, (lines: Span[][] | null) => void>();

/** Colours code off the main thread; null when the language is unknown. */
export function highlight(code: string, language: string): Promise<Span[][] | null> {
  if (typeof Worker === "undefined" || !language) return Promise.resolve(null);
  worker ??= start();
  const id = ++count;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker?.postMessage({ id, code, language } satisfies Request);
  });
}

function start(): Worker {
  const started = new Worker(new URL("./highlight.worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<Response>) => {
    waiting.get(data.id)?.(data.lines);
    waiting.delete(data.id);
  };
  return started;
}
