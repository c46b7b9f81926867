import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { signedIn } from "@/lib/session";
import { undoable } from "@/lib/undo";
import { bodyOf, DONE, event } from "@/test/streams";
import type { Message } from "./api";
import { outbox } from "./drafts";
import { Thread } from "./thread";
import { edit, goOn, remove, step } from "./tree-actions";

const user = { id: "u1", userName: "ada", email: "ada@example.org", roles: [], createdAt: "2026-11-21T09:00:00Z" };
const message = (id: string, role: Message["role"], text: string, change: Partial<Message> = {}): Message => ({
  id,
  parentId: null,
  role,
  parts: [{ type: "text", text }],
  status: "complete",
  model: "tiny",
  usage: null,
  durations: null,
  finishReason: null,
  error: null,
  siblings: [id],
  editedAt: null,
  createdAt: "2026-11-21T09:00:00Z",
  ...change,
});
const page = (...items: Message[]) => Response.json({ items, next: null, previous: null });
const QUESTION = message("q1", "user", "Hi");
const ANSWER = message("a1", "assistant", "one two", {
  parentId: "q1",
  finishReason: "length",
  siblings: ["a0", "a1"],
});

type Call = { method: string; path: string; body: unknown };
let calls: Call[] = [];
let server: Record<string, (() => Response)[]> = {};
const sent = (method: string) => calls.filter((call) => call.method === method);

beforeEach(() => {
  signedIn({ user, accessToken: "token", expiresIn: 900 });
  calls = [];
  server = {};
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const path = new URL(url, "http://test").pathname.replace("/api/v1", "");
    const method = init.method ?? "GET";
    calls.push({ method, path, body: init.body && JSON.parse(`${init.body}`) });
    const answers = server[`${method} ${path}`] ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new TypeError(`Nothing set up for ${method} ${path}`);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(id: string, ...items: Message[]): Promise<Thread> {
  const thread = new Thread(id);
  server[`GET /conversations/${id}/messages`] = [() => page(...items)];
  thread.enter();
  await vi.waitFor(() => expect(thread.loading.get().state).toBe("ready"));
  return thread;
}
const rowOf = (thread: Thread, id: string) => thread.rows.all().find((row) => row.id === id) as never;

it("asks a question in other words where the first one stood", async () => {
  const thread = await open("t1", QUESTION, ANSWER);
  server["POST /conversations/t1/messages"] = [
    () =>
      new Response(
        bodyOf([
          event({ type: "start", messageId: "a2", messageMetadata: { userMessageId: "q2" } }, "a2:0"),
          event({ type: "text-delta", id: "0", delta: "Hello" }, "a2:1"),
          DONE,
        ]),
      ),
  ];
  server["GET /conversations/t1/messages"] = [
    () => page(message("q2", "user", "Ahoy", { siblings: ["q1", "q2"] }), message("a2", "assistant", "Hello")),
  ];

  await thread.send("Ahoy", "tiny", { editOf: rowOf(thread, "q1") });

  expect(sent("POST")[0]?.body).toEqual({ message: "Ahoy", editOf: "q1", model: "tiny" });
  await vi.waitFor(() => expect(thread.rows.all()[0]?.siblings).toEqual(["q1", "q2"]));
  expect(thread.rows.all().map((row) => row.text)).toEqual(["Ahoy", "Hello"]);
});

it("keeps what stood there when the question in other words is refused and discarded", async () => {
  const thread = await open("t2", QUESTION, ANSWER);
  server["POST /conversations/t2/messages"] = [
    () => Response.json({ code: "rate-limited", detail: "Wait." }, { status: 429 }),
  ];

  await thread.send("Ahoy", "tiny", { editOf: rowOf(thread, "q1") });
  const unsent = thread.rows.all().find((row) => row.status === "unsent");
  expect(unsent?.text).toBe("Ahoy");
  if (unsent) thread.discard(unsent);

  await vi.waitFor(() => expect(thread.rows.all().map((row) => row.text)).toEqual(["Hi", "one two"]));
  expect(outbox.list("t2")).toEqual([]);
});

it("goes on with an answer in its own row, from what is there", async () => {
  const thread = await open("t3", QUESTION, ANSWER);
  server["POST /conversations/t3/messages/a1/continue"] = [
    () =>
      new Response(
        bodyOf([
          event({ type: "start", messageId: "a1" }, "a1:7"),
          event({ type: "text-delta", id: "0", delta: "one two" }, "a1:8"),
          event({ type: "text-delta", id: "0", delta: " three" }, "a1:9"),
          event({ type: "finish", messageMetadata: { status: "complete", finishReason: "stop" } }, "a1:10"),
          DONE,
        ]),
      ),
  ];

  await goOn(thread, rowOf(thread, "a1"));

  expect(thread.rows.all()).toHaveLength(2);
  expect(thread.rows.last()).toMatchObject({ text: "one two three", finishReason: "stop", status: "complete" });
});

it("leaves an answer as it was when it cannot go on", async () => {
  const thread = await open("t4", QUESTION, ANSWER);
  server["POST /conversations/t4/messages/a1/continue"] = [
    () => Response.json({ code: "model-not-found", detail: "It is gone." }, { status: 404 }),
  ];

  await goOn(thread, rowOf(thread, "a1"));

  expect(thread.rows.last()).toMatchObject({
    text: "one two",
    status: "complete",
    problem: { message: "It is gone." },
  });
});

it("switches to a version and brings it into view", async () => {
  const thread = await open("t5", QUESTION, ANSWER);
  server["PATCH /conversations/t5"] = [() => Response.json({})];
  server["GET /conversations/t5/messages"] = [
    () => page(QUESTION, message("a0", "assistant", "older", { siblings: ["a0", "a1"] })),
  ];

  expect(step(thread, rowOf(thread, "a1"), 1)).toBeUndefined();
  await step(thread, rowOf(thread, "a1"), -1);

  expect(sent("PATCH")[0]?.body).toEqual({ activeLeafId: "a0" });
  expect(thread.rows.last()?.text).toBe("older");
  expect(thread.revealed.get()).toEqual({ key: "a0" });
});

it("edits in place, telling which text it read", async () => {
  const thread = await open("t6", QUESTION, ANSWER);
  const editedAt = "2026-11-21T10:00:00Z";
  server["PATCH /conversations/t6/messages/a1"] = [
    () => Response.json({ ...ANSWER, parts: [{ type: "text", text: "better" }], editedAt }),
  ];

  await edit(thread, rowOf(thread, "a1"), "better");

  expect(sent("PATCH")[0]?.body).toEqual({ text: "better", seenAt: ANSWER.createdAt });
  expect(thread.rows.last()).toMatchObject({ text: "better", edited: true, textAt: editedAt });
});

it("shows what the server shows once a message is deleted", async () => {
  const thread = await open("t7", QUESTION, ANSWER);
  server["DELETE /conversations/t7/messages/a1"] = [() => new Response(null, { status: 204 })];
  server["GET /conversations/t7/messages"] = [() => page(QUESTION)];

  await remove(thread, rowOf(thread, "a1"));

  expect(thread.rows.all().map((row) => row.text)).toEqual(["Hi"]);
});

it("asks instead of a question that lost its answer", async () => {
  const thread = await open("t8", QUESTION);
  server["POST /conversations/t8/messages"] = [() => Response.json({ code: "busy", detail: "Wait." }, { status: 429 })];

  await thread.send("Another", "tiny", { models: ["tiny", "big"] });

  expect(sent("POST")[0]?.body).toEqual({ message: "Another", editOf: "q1", models: ["tiny", "big"] });
});

it("keeps what is shown when a version cannot be read, and offers to try again", async () => {
  const thread = await open("t9", QUESTION, ANSWER);
  server["PATCH /conversations/t9"] = [() => Response.json({})];
  server["GET /conversations/t9/messages"] = [
    () => Response.json({ code: "busy", detail: "Wait." }, { status: 503 }),
    () => page(QUESTION, message("a0", "assistant", "older", { siblings: ["a0", "a1"] })),
  ];

  await step(thread, rowOf(thread, "a1"), -1);

  expect(thread.rows.last()?.text).toBe("one two");
  expect(undoable.get()?.problem).toBe("Wait.");

  await undoable.get()?.undo();

  expect(thread.rows.last()?.text).toBe("older");
  expect(undoable.get()).toBeNull();
});
