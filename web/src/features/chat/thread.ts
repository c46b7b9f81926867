import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import { Signal } from "@/lib/signal";
import { text } from "@/texts/text";
import { readAnswer } from "./answer-reader";
import { AnswerSink } from "./answer-sink";
import { askAgain, askQuestion, fetchMessages, followAnswer, type MessagePage, pinMessage, stopAnswer } from "./api";
import { outbox, type Pending } from "./drafts";
import { type FilePart, partsOf } from "./files/part";
import { isAnswering, newRow, type Row } from "./row";
import { loadNewer, seekMessage } from "./seek";
import type { StreamPart } from "./stream-parts";
import { ThreadRows } from "./thread-rows";

type Loading = { state: "loading" | "ready" } | { state: "failed"; problem: ApiError };
type Start = Extract<StreamPart, { type: "start" }>;
/** Answers that are shown side by side, by id. */
export type Compared = readonly string[];
/** What a question is beside its text: its files, instead of which one it is asked, and by whom it is answered. */
type Asking = { files?: readonly FilePart[]; editOf?: Row; models?: string[] };
export type Editing = { key: string; ask: boolean; text?: string; files?: readonly FilePart[] };
type Opening = {
  open: (signal: AbortSignal) => Promise<Response>;
  onStart?: (part: Start) => void;
  onRefused: (problem: ApiError) => void;
};

/** One conversation as this tab sees it: what is shown, what is being sent, which answers are being read. */
export class Thread {
  readonly rows = new ThreadRows();
  readonly loading = new Signal<Loading>({ state: "loading" });
  /** Key of the row that was looked for: the list goes there. */
  readonly sought = new Signal<string | null>(null);
  readonly compared = new Signal<Compared>([]);
  /** The row whose text is being changed, and what is written so far; `ask`: to be asked again in other words. */
  readonly editing = new Signal<Editing | null>(null);
  /** The version that was switched to by a button, which way: the same button of that version takes the focus. */
  stepped: { id: string; by: 1 | -1 } | null = null;
  /** The message to bring into view, after the branch was switched. */
  readonly revealed = new Signal<{ key: string } | null>(null);
  /** The answer that ended last while somebody looked. */
  readonly ended = new Signal<string | null>(null);
  private readers = new Map<string, AbortController>();
  private present = false;
  private loadingOlder = false;
  private hinted = false;

  constructor(readonly id: string) {}

  /** Someone looks: show what is stored and read along where an answer is being made. */
  enter() {
    this.present = true;
    void this.load();
  }

  /** Nobody looks: the server goes on without us. */
  leave() {
    this.editing.set(null);
    this.ended.set(null);
    this.present = false;
    for (const [key, reader] of this.readers) if (this.rows.get(key).id) reader.abort();
  }

  /** Something changed, here or on another device. Who reads along looks when the answer has ended. */
  hear() {
    this.hinted = this.readers.size > 0 || this.isSending();
    if (!this.hinted) void this.load();
  }

  load = async () => {
    try {
      // A turn that is just being sent is not in the page, or is there twice: its own stream tells.
      const page = this.staysAsItIs() ? null : await fetchMessages(this.id);
      if (!page || this.staysAsItIs()) return;
      this.rows.takeNewest(page, this.isRead);
      this.taken();
    } catch (error) {
      const problem = asProblem(error);
      // Deleted elsewhere, it is gone here too; whatever else fails, what was read stays.
      if (this.loading.get().state !== "ready" || problem.status === 404)
        this.loading.set({ state: "failed", problem });
    }
  };

  /** Shows the page around a message in place of what is shown. */
  showAround(page: MessagePage) {
    this.rows.takeAround(page, this.isRead);
    this.taken();
  }

  private isRead = (key: string) => this.readers.has(key);

  private taken() {
    if (this.rows.getView().newer === null) this.settleOutbox();
    this.loading.set({ state: "ready" });
    for (const row of this.rows.all()) if (isAnswering(row) && row.id) void this.follow(row);
  }

  loadOlder = async () => {
    const { older } = this.rows.getView();
    if (!older || this.loadingOlder) return;
    this.loadingOlder = true;
    try {
      this.rows.takeOlder(await fetchMessages(this.id, older));
    } catch {
      // The next scroll asks again; the connection banner tells why it waits.
    } finally {
      this.loadingOlder = false;
    }
  };

  seek = (messageId: string) => seekMessage(this, messageId);

  loadNewer = () => loadNewer(this);

  /** Back from the middle of the conversation to its end. */
  toNewest = async () => {
    try {
      const page = await fetchMessages(this.id);
      // In one go: what is shown stays until the other is there.
      this.rows.forgetPlace();
      this.rows.takeNewest(page, this.isRead);
      this.taken();
    } catch (error) {
      announce(asProblem(error).message);
    }
  };

  send(question: string, model: string | null, asking: Asking = {}): Promise<void> {
    const { files = [], editOf, models } = asking;
    if (!editOf && this.rows.getView().newer)
      return this.toNewest().then(() => {
        if (this.rows.getView().newer) this.rows.forgetPlace();
        return this.send(question, model, asking);
      });
    // Whoever asks is about to look: the page of a new conversation may open after the answer has begun.
    this.present = true;
    this.compared.set([]);
    const end = this.rows.all().findLast((row) => row.id);
    // A question that lost its answer is asked in these words instead.
    const instead = editOf ?? (end?.role === "user" ? end : undefined);
    const parentId = (instead ? instead.parentId : end?.id) ?? null;
    const pending: Pending = { text: question, idempotencyKey: crypto.randomUUID(), parentId, model };
    if (files.length > 0) pending.files = files;
    if (instead) {
      pending.editOf = instead.id;
      pending.siblings = instead.siblings;
    }
    if (models && models.length > 1) pending.models = models;
    outbox.add(this.id, pending);
    const { idempotencyKey: key } = pending;
    const row = newRow({ key, role: "user", text: question, files, status: "sending", parentId });
    if (instead) this.rows.replaceFrom(instead.key, { ...row, siblings: instead.siblings });
    else this.rows.append(row);
    this.loading.set({ state: "ready" });
    return this.post(pending);
  }

  /**
   * Sends a question once more, with the same key. Where it may have arrived the request is the very same, so that it
   * cannot be asked twice; where it was refused, another model may be chosen.
   */
  resend(row: Row, model: string | null): Promise<void> {
    if (row.id) return this.answerAgain(row, model);
    const stored = outbox.list(this.id).find((pending) => pending.idempotencyKey === row.key);
    const pending = stored ?? {
      text: row.text,
      files: row.files,
      idempotencyKey: row.key,
      parentId: row.parentId,
      model,
    };
    const refused = row.problem !== null && row.problem.status >= 400 && row.problem.status < 500;
    this.rows.patch(row.key, { status: "sending", problem: null });
    return this.post(refused ? { ...pending, model } : pending);
  }

  /** The question is stored, its answer is not. */
  private answerAgain(row: Row, model: string | null): Promise<void> {
    const key = crypto.randomUUID();
    this.rows.patch(row.key, { problem: null });
    this.rows.append(newRow({ key, role: "assistant", status: "sending", model }));
    return this.read(key, {
      open: (signal) => askAgain(this.id, row.id as string, model ?? undefined, key, signal),
      onRefused: (problem) => {
        this.rows.remove(key);
        this.rows.patch(row.key, { problem });
      },
    });
  }

  discard(row: Row) {
    const instead = outbox.list(this.id).find((pending) => pending.idempotencyKey === row.key)?.editOf;
    outbox.remove(this.id, { text: row.text, idempotencyKey: row.key, parentId: null, model: null });
    this.rows.remove(row.key);
    // What it would have taken the place of is there still.
    if (instead) void this.load();
  }

  regenerate(row: Row, model: string | null): Promise<void> {
    const old = row.id;
    if (!old || this.rows.answering()) return Promise.resolve();
    const key = crypto.randomUUID();
    const goBack = this.rows.replaceFrom(row.key, newRow({ key, role: "assistant", status: "sending", model }));
    return this.read(key, {
      open: (signal) => askAgain(this.id, old, model ?? undefined, key, signal),
      onRefused: (problem) => {
        goBack();
        this.rows.patch(row.key, { problem });
      },
    });
  }

  async pin(row: Row) {
    if (!row.id) return;
    const pinned = !row.pinned;
    this.rows.patch(row.key, { pinned });
    try {
      await pinMessage(this.id, row.id, pinned);
    } catch (error) {
      this.rows.patch(row.key, { pinned: !pinned });
      announce(asProblem(error).message);
    }
  }

  /** An answer that is being made: in the thread, or beside the one that is. */
  answering = () => this.rows.answering() ?? this.rows.withIds(this.compared.get()).find(isAnswering);

  /** All answers that are being made, or this one of several. */
  async stop(one?: Row) {
    const rows = one ? [one] : [...this.rows.all(), ...this.rows.withIds(this.compared.get())].filter(isAnswering);
    const keys = rows.filter(({ stopping }) => !stopping).map(({ key }) => key);
    for (const key of keys) this.rows.patch(key, { stopping: true });
    // One that has no id yet is stopped once it has.
    if (keys.length > 0 && rows.some(({ id }) => id)) await this.stopStored(keys, one?.id);
  }

  private async stopStored(keys: readonly string[], id?: string | null) {
    try {
      await stopAnswer(this.id, id ?? undefined);
    } catch (error) {
      for (const key of keys) this.rows.patch(key, { stopping: false });
      announce(asProblem(error).message);
    }
  }

  private post(pending: Pending): Promise<void> {
    const key = crypto.randomUUID();
    this.rows.append(newRow({ key, role: "assistant", status: "sending", model: pending.model }));
    const question = {
      ...(pending.files?.length ? { parts: partsOf(pending.text, pending.files) } : { message: pending.text }),
      parentId: pending.editOf ? undefined : (pending.parentId ?? undefined),
      editOf: pending.editOf ?? undefined,
      model: pending.models ? undefined : (pending.model ?? undefined),
      models: pending.models,
    };
    return this.read(key, {
      open: (signal) => askQuestion(this.id, question, pending.idempotencyKey, signal),
      onStart: (part) => {
        outbox.remove(this.id, pending);
        const id = part.messageMetadata?.userMessageId ?? null;
        this.rows.patch(pending.idempotencyKey, { id, status: "complete", problem: null });
        const { answers } = part.messageMetadata ?? {};
        if (answers) this.compared.set(answers.map((answer) => answer.messageId));
      },
      onRefused: (problem) => {
        this.rows.remove(key);
        this.rows.patch(pending.idempotencyKey, { status: "unsent", problem });
        if (!problem.isNetwork) void this.load();
      },
    });
  }

  isSending = () => this.rows.all().some((row) => row.status === "sending");

  // Somebody reads in the middle: its end comes when they go there.
  private staysAsItIs = () => this.isSending() || this.rows.getView().newer !== null;

  follow(row: Row) {
    if (this.readers.has(row.key)) return Promise.resolve();
    const id = row.id as string;
    return this.read(row.key, {
      open: (signal) => followAnswer(this.id, id, null, signal),
      onRefused: (problem) => this.rows.patch(row.key, { problem }),
    });
  }

  /** Reads an answer into its row, over as many connections as it takes. */
  async read(key: string, { open, onStart, onRefused }: Opening) {
    const reader = new AbortController();
    this.readers.set(key, reader);
    const sink = new AnswerSink((change) => this.rows.patch(key, change));
    let started = false;
    try {
      const response = await open(reader.signal);
      const ending = await readAnswer(response, {
        signal: reader.signal,
        resume: (last) => this.resume(key, last, open, reader.signal),
        onLost: () => sink.lost(),
        onPart: (part) => {
          if (part.type === "start") {
            started = true;
            this.onStart(key, part, reader);
            onStart?.(part);
          }
          sink.take(part);
        },
      });
      this.readers.delete(key);
      sink.close();
      this.end(key, ending === "gone");
    } catch (error) {
      this.readers.delete(key);
      sink.close();
      if (reader.signal.aborted) return;
      if (started) void this.load();
      else onRefused(asProblem(error));
    }
  }

  // Before the first part there is no message to follow: the same request again, which the idempotency key makes safe.
  private resume(key: string, last: string | null, open: Opening["open"], signal: AbortSignal) {
    const id = this.rows.get(key).id;
    return id ? followAnswer(this.id, id, last, signal) : open(signal);
  }

  private onStart(key: string, part: Start, reader: AbortController) {
    const { stopping, id } = this.rows.get(key);
    const model = part.messageMetadata?.model ?? this.rows.get(key).model;
    this.rows.patch(key, { id: part.messageId, status: "running", model });
    if (!id) announce(text.chat.started);
    if (!id && stopping) void this.stopStored([key]);
    if (!this.present) reader.abort();
  }

  private end(key: string, gone: boolean) {
    const row = this.rows.get(key);
    if (this.present) this.ended.set(row.id);
    // The stream says that it stopped or failed; the stored message says the rest: its siblings, when its text came to be.
    const look = gone || row.status !== "complete" || row.textAt === null;
    if (look && !this.hinted) void this.load();
    announce(text.chat.ended[row.status === "complete" || row.status === "stopped" ? row.status : "failed"]);
    if (this.hinted) this.hear();
  }

  /** Questions sent earlier: those the server has are done, the others can be sent again. */
  private settleOutbox() {
    for (const pending of outbox.list(this.id)) {
      const local = this.rows.get(pending.idempotencyKey);
      if (local?.status === "sending") continue;
      const stored = this.rows
        .all()
        .find((row) => row.role === "user" && row.parentId === pending.parentId && isStored(row, pending));
      if (stored) {
        outbox.remove(this.id, pending);
        if (local && local.key !== stored.key) this.rows.remove(local.key);
        if (local?.problem && this.rows.last() === stored) this.rows.patch(stored.key, { problem: local.problem });
      } else if (!this.rows.getView().path.includes(pending.idempotencyKey)) {
        const problem = new ApiError(0, "interrupted", text.chat.notSent);
        const { idempotencyKey: key, parentId, text: question, files = [] } = pending;
        const row = newRow({ key, role: "user", text: question, files, status: "unsent", parentId, problem });
        this.rows.append(local ?? row);
      }
    }
  }
}

/** An older version in the same words is another question. */
const isStored = ({ id, text }: Row, pending: Pending) =>
  id !== null && text === pending.text && id !== pending.editOf && !pending.siblings?.includes(id);

export const asProblem = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError(0, "client", error instanceof Error ? error.message : String(error));

const threads = new Map<string, Thread>();

export function threadOf(conversationId: string): Thread {
  const thread = threads.get(conversationId) ?? new Thread(conversationId);
  threads.set(conversationId, thread);
  return thread;
}

/** Another person signs in, or a conversation is gone: nothing of it may stay. */
export function forgetThreads(conversationId?: string) {
  for (const [id, thread] of threads) {
    if (conversationId && id !== conversationId) continue;
    thread.leave();
    threads.delete(id);
  }
}
