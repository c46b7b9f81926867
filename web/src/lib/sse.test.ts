import { expect, it } from "vitest";
import { bodyOf } from "@/test/streams";
import { readEvents, type ServerEvent } from "./sse";

async function all(body: ReadableStream<Uint8Array>, silence = 1_000) {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(body, silence)) events.push(event);
  return events;
}

it("reads events whole, however the bytes are cut", async () => {
  const bytes = new TextEncoder().encode('id: m:1\ndata: {"a":"é€🙂"}\n\n: keep-alive\n\ndata: [DONE]\n\n');

  const events = await all(bodyOf([...bytes].map((byte) => Uint8Array.of(byte))));

  expect(events).toEqual([
    { id: "m:1", data: '{"a":"é€🙂"}' },
    { id: null, data: "[DONE]" },
  ]);
});

it("gives what arrived before the connection broke, then fails", async () => {
  const seen: string[] = [];
  let pulls = 0;
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulls++ === 0) controller.enqueue(new TextEncoder().encode("data: one\n\n"));
      else controller.error(new TypeError("network error"));
    },
  });

  const read = (async () => {
    for await (const event of readEvents(broken, 1_000)) seen.push(event.data);
  })();

  await expect(read).rejects.toThrow("network error");
  expect(seen).toEqual(["one"]);
});

it("takes long silence for a dead connection", async () => {
  const silent = new ReadableStream<Uint8Array>({ start() {} });

  await expect(all(silent, 20)).rejects.toThrow("silent");
});
