import type { Source } from "@/components/ui/sources";
import type { Row } from "./row";
import type { StreamPart } from "./stream-parts";

const WRITE_EVERY = 45;

/** Turns the parts of one answer into changes of its row: at most about 20 a second, whatever the token rate. */
export class AnswerSink {
  private text = "";
  private reasoning = "";
  private sources: readonly Source[] = [];
  private thinking: Row["thinking"] = null;
  private scheduled = false;

  constructor(private readonly write: (change: Partial<Row>) => void) {}

  take(part: StreamPart) {
    switch (part.type) {
      case "start":
        // Also the first part of a replay: what was shown so far comes again.
        this.text = "";
        this.reasoning = "";
        this.sources = [];
        break;
      case "data-queue":
        this.flush({ queue: part.data.position > 0 ? part.data.position : null });
        break;
      case "reasoning-start":
        this.thinking ??= { from: Date.now(), to: null };
        break;
      case "reasoning-delta":
        this.thinking ??= { from: Date.now(), to: null };
        this.reasoning += part.delta;
        this.schedule();
        break;
      case "reasoning-end":
        this.endThinking();
        break;
      case "text-delta":
        this.endThinking();
        this.text += part.delta;
        this.schedule();
        break;
      case "source-url":
        this.sources = [...this.sources, part];
        this.schedule();
        break;
      case "data-error":
        this.flush({ error: part.data });
        break;
      case "error":
        this.flush({ status: "failed" });
        break;
      case "abort":
        this.flush({ status: "stopped" });
        break;
      case "finish":
        this.flush(this.finished(part.messageMetadata));
        break;
    }
  }

  flush(change: Partial<Row> = {}) {
    this.scheduled = false;
    const { text, reasoning, sources, thinking } = this;
    this.write({ text, reasoning, sources, thinking, queue: null, reconnecting: false, ...change });
  }

  /** The connection is gone. What is on its way is written now: later it would say that all is well again. */
  lost() {
    if (this.scheduled) this.flush({ reconnecting: true });
    else this.write({ reconnecting: true });
  }

  /** Nothing more is written, not even what is already on its way. */
  close() {
    this.scheduled = false;
  }

  private finished(figures: Extract<StreamPart, { type: "finish" }>["messageMetadata"]): Partial<Row> {
    return {
      status: figures?.status ?? "complete",
      usage: figures?.usage ?? null,
      durations: figures?.durations ?? null,
      finishReason: figures?.finishReason ?? null,
    };
  }

  private endThinking() {
    if (this.thinking && this.thinking.to === null) this.thinking = { ...this.thinking, to: Date.now() };
  }

  // Aligned to a frame; a plain timer when hidden, since frames stop there.
  private schedule() {
    if (this.scheduled) return;
    this.scheduled = true;
    const write = () => this.scheduled && this.flush();
    setTimeout(() => (document.hidden ? write() : requestAnimationFrame(write)), WRITE_EVERY);
  }
}
