import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AnswerSink } from "./answer-sink";
import type { Row } from "./row";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const delta = (text: string) => ({ type: "text-delta", id: "0", delta: text }) as const;

it("writes at most about 20 times a second, whatever the token rate", () => {
  const writes: Partial<Row>[] = [];
  const sink = new AnswerSink((change) => writes.push(change));

  for (let token = 0; token < 1_000; token++) {
    sink.take(delta("x"));
    vi.advanceTimersByTime(1);
  }
  sink.flush();

  expect(writes.length).toBeGreaterThan(5);
  expect(writes.length).toBeLessThanOrEqual(24);
  expect(writes.at(-1)?.text).toHaveLength(1_000);
});

it("knows its place in the queue until the answer begins", () => {
  const row: Partial<Row> = {};
  const sink = new AnswerSink((change) => Object.assign(row, change));
  sink.take({ type: "data-queue", data: { position: 3 } });
  expect(row.queue).toBe(3);
  sink.take({ type: "data-queue", data: { position: 1 } });
  expect(row.queue).toBe(1);

  sink.take(delta("At last"));
  sink.flush();

  expect(row).toMatchObject({ queue: null, text: "At last" });
});

it("begins again when a replay starts", () => {
  let row: Partial<Row> = {};
  const sink = new AnswerSink((change) => Object.assign(row, change));
  row = {};
  sink.take(delta("seen"));
  sink.take({ type: "start", messageId: "a1" });
  sink.take(delta("seen again"));

  sink.flush();

  expect(row.text).toBe("seen again");
});

it("has the sources of a replay once", () => {
  let row: Partial<Row> = {};
  const sink = new AnswerSink((change) => {
    row = change;
  });
  const source = { type: "source-url", sourceId: "1", url: "https://a.example/" } as const;
  sink.take({ type: "start", messageId: "a1" });
  sink.take(source);
  sink.take({ type: "start", messageId: "a1" });
  sink.take(delta("So [1]"));
  sink.take(source);

  vi.advanceTimersByTime(200);

  expect(row).toMatchObject({ text: "So [1]", sources: [source] });
});

it("stays lost although a word was on its way when the connection broke", () => {
  const row: Partial<Row> = {};
  const sink = new AnswerSink((change) => Object.assign(row, change));
  sink.take(delta("half a"));

  sink.lost();
  vi.advanceTimersByTime(200);

  expect(row).toMatchObject({ reconnecting: true, text: "half a" });
});

it("measures thinking until the first word of the answer", () => {
  let row: Partial<Row> = {};
  const sink = new AnswerSink((change) => {
    row = change;
  });
  sink.take({ type: "reasoning-start", id: "0" });
  vi.advanceTimersByTime(3_000);
  sink.take(delta("So"));
  vi.advanceTimersByTime(3_000);

  sink.flush();

  expect((row.thinking?.to ?? 0) - (row.thinking?.from ?? 0)).toBe(3_000);
});

it("writes nothing after it was closed", () => {
  const write = vi.fn();
  const sink = new AnswerSink(write);
  sink.take(delta("late"));

  sink.close();
  vi.advanceTimersByTime(1_000);

  expect(write).not.toHaveBeenCalled();
});
