/** A response body that sends these pieces, then ends, or breaks. */
export function bodyOf(pieces: (string | Uint8Array)[], { breaks = false } = {}): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      if (breaks) controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
}

export const event = (part: unknown, id?: string) => `${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(part)}\n\n`;
export const DONE = "data: [DONE]\n\n";
