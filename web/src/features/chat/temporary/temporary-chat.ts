import { ApiError } from "@/lib/api-error";
import { send } from "@/lib/http";
import { Signal } from "@/lib/signal";
import { readEvents } from "@/lib/sse";
import { temporary } from "@/texts/temporary";
import { AnswerSink } from "../answer-sink";
import { type FilePart, partsOf } from "../files/part";
import { isAnswering, newRow, type Row } from "../row";
import type { StreamPart } from "../stream-parts";

const SILENCE = 40_000;

/** A chat that only this page has. It goes to the server with each question, which keeps none of it. */
export class TemporaryChat {
  readonly rows = new Signal<readonly Row[]>([]);
  private reading: AbortController | null = null;

  ask(question: string, files: readonly FilePart[], model: string | null): Promise<void> {
    const row = newRow({ key: crypto.randomUUID(), role: "user", text: question, files });
    this.rows.set([...this.rows.get(), row]);
    return this.answer(model);
  }

  /** The last question once more, in place of what came of it. */
  again(model: string | null): Promise<void> {
    const rows = this.rows.get();
    if (isAnswering(rows.at(-1))) return Promise.resolve();
    this.rows.set(rows.slice(0, rows.findLastIndex((row) => row.role === "user") + 1));
    return this.answer(model);
  }

  stop() {
    this.reading?.abort();
  }

  private async answer(model: string | null): Promise<void> {
    const messages = this.rows
      .get()
      .filter((row) => row.text !== "" || row.files.length > 0)
      .map((row) => ({ role: row.role, parts: partsOf(row.text, row.files) }));
    const key = crypto.randomUUID();
    this.rows.set([...this.rows.get(), newRow({ key, role: "assistant", status: "sending", model })]);
    const reading = new AbortController();
    this.reading = reading;
    const sink = new AnswerSink((change) => this.patch(key, change));
    try {
      const body = model ? { messages, model } : { messages };
      const headers = { accept: "text/event-stream" };
      const response = await send("/conversations/temporary", {
        method: "POST",
        body,
        headers,
        signal: reading.signal,
      });
      if (response.body) await this.read(key, response.body, sink);
      if (isAnswering(this.rows.get().find((row) => row.key === key)))
        sink.flush({ status: "failed", problem: new ApiError(0, "cut", temporary.cut) });
    } catch (error) {
      const status = reading.signal.aborted ? "stopped" : "failed";
      const problem = reading.signal.aborted ? null : asProblem(error);
      sink.flush({ status, problem });
    }
    sink.close();
  }

  private async read(key: string, body: ReadableStream<Uint8Array>, sink: AnswerSink) {
    for await (const { data } of readEvents(body, SILENCE)) {
      if (data === "[DONE]") return;
      const part = JSON.parse(data) as StreamPart;
      if (part.type === "start") this.patch(key, { status: "running", model: part.messageMetadata?.model ?? null });
      sink.take(part);
    }
  }

  private patch(key: string, change: Partial<Row>) {
    this.rows.set(this.rows.get().map((row) => (row.key === key ? { ...row, ...change } : row)));
  }
}

/** What else breaks it is the connection, of which the browser speaks in words of its own. */
const asProblem = (error: unknown) => (error instanceof ApiError ? error : new ApiError(0, "cut", temporary.cut));
