import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { reportReachable } from "@/lib/connection";
import { signedIn } from "@/lib/session";
import { bodyOf, DONE, event } from "@/test/streams";
import type { Message } from "./api";
import { outbox } from "./drafts";
import { Thread } from "./thread";

const user = { id: "u1", userName: "ada", email: "ada@example.org", roles: [], createdAt: "2026-11-21T09:00:00Z" };
const problem = (status: number, code: string, headers = {}) =>
  Response.json({ code, detail: `It is ${code}.` }, { status, headers });
const stream = (pieces: string[], options = {}) => new Response(bodyOf(pieces, options));
const START = event(
  { type: "start", messageId: "a1", messageMetadata: { userMessageId: "q1", model: "tiny" } },
  "a1:0",
);
const delta = (text: string, seq: number) => event({ type: "text-delta", id: "0", delta: text }, `a1:${seq}`);
const FINISH = event({ type: "finish", messageMetadata: { status: "complete", usage: { answerTokens: 2 } } }, "a1:9");
const message = (id: string, role: Message["role"], text: string, change: Partial<Message> = {}): Message => ({
  id,
  parentId: null,
  role,
  parts: [{ type: "text", text }],
  status: "complete",
  model: null,
  usage: null,
  durations: null,
  finishReason: null,
  error: null,
  siblings: [id],
  editedAt: null,
  createdAt: "2026-11-21T09:00:00Z",
  ...change,
});

type Call = { method: string; path: string; search: string; headers: Headers; body: unknown };
let calls: Call[] = [];
/** Answers by "METHOD /path/end", each a queue; what nobody set up is an error. */
let server: Record<string, (Response | Error)[]> = {};

beforeEach(() => {
  signedIn({ user, accessToken: "token", expiresIn: 900 });
  calls = [];
  server = { "GET /conversations": Array.from({ length: 20 }, () => Response.json({ items: [], next: null })) };
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(url, "http://test");
    const path = pathname.replace("/api/v1", "");
    const method = init.method ?? "GET";
    const body = init.body && JSON.parse(`${init.body}`);
    calls.push({ method, path, search, headers: new Headers(init.headers), body });
    const answer = server[`${method} ${path}`]?.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new TypeError(`Nothing set up for ${method} ${path}`);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  reportReachable();
});

const texts = (thread: Thread) => thread.rows.all().map((row) => [row.role, row.status, row.text]);
const page = (items: Message[], previous: string | null = null) => Response.json({ items, next: null, previous });
const present = (thread: Thread) => {
  server[`GET /conversations/${thread.id}/messages`] = [page([])];
  thread.enter();
};

it("shows question and answer, and forgets the question in the outbox once the server has it", async () => {
  const thread = new Thread("c1");
  present(thread);
  server["POST /conversations/c1/messages"] = [stream([START, delta("Hel", 1), delta("lo", 2), FINISH, DONE])];

  const sent = thread.send("Hi", "tiny");
  expect(outbox.list("c1")).toHaveLength(1);
  await sent;

  expect(texts(thread)).toEqual([
    ["user", "complete", "Hi"],
    ["assistant", "complete", "Hello"],
  ]);
  expect(thread.rows.last()?.usage).toEqual({ answerTokens: 2 });
  expect(outbox.list("c1")).toEqual([]);
});

it("keeps a refused question and sends it again with the same key", async () => {
  const thread = new Thread("c2");
  present(thread);
  server["POST /conversations/c2/messages"] = [
    problem(429, "rate-limited", { "retry-after": "3" }),
    stream([START, delta("Yes", 1), FINISH, DONE]),
  ];
  server["GET /conversations/c2/messages"] = [page([])];

  await thread.send("Again?", "tiny");
  const unsent = thread.rows.all()[0];
  expect(unsent).toMatchObject({
    status: "unsent",
    text: "Again?",
    problem: { status: 429, message: "It is rate-limited." },
  });
  expect(outbox.list("c2")).toHaveLength(1);
  if (unsent) await thread.resend(unsent, "tiny");

  expect(texts(thread)).toEqual([
    ["user", "complete", "Again?"],
    ["assistant", "complete", "Yes"],
  ]);
  const keys = calls.filter((call) => call.method === "POST").map((call) => call.headers.get("idempotency-key"));
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

it("goes on after the last event it saw when the connection breaks", async () => {
  const thread = new Thread("c3");
  present(thread);
  let pulled = 0;
  const breaking = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulled++ === 0) controller.enqueue(new TextEncoder().encode(START + delta("Hel", 1)));
      else controller.error(new TypeError("network error"));
    },
  });
  server["POST /conversations/c3/messages"] = [new Response(breaking)];
  server["GET /conversations/c3/stream"] = [stream([delta("lo", 2), FINISH, DONE])];

  await thread.send("Hi", "tiny");

  expect(thread.rows.last()).toMatchObject({ status: "complete", text: "Hello", reconnecting: false });
  const resumed = calls.find((call) => call.path.endsWith("/stream"));
  expect(resumed?.headers.get("last-event-id")).toBe("a1:1");
});

it("reads the stored answer when the stream is gone for good", async () => {
  const thread = new Thread("c4");
  present(thread);
  server["POST /conversations/c4/messages"] = [stream([START, delta("Hel", 1)])];
  server["GET /conversations/c4/stream"] = [new Response(null, { status: 204 })];
  server["GET /conversations/c4/messages"] = [
    page([
      message("q1", "user", "Hi"),
      message("a1", "assistant", "Hello there", { status: "interrupted", parentId: "q1" }),
    ]),
  ];

  await thread.send("Hi", "tiny");

  await vi.waitFor(() => expect(texts(thread).at(-1)).toEqual(["assistant", "interrupted", "Hello there"]));
});

it("picks up an answer that is being made when it is opened", async () => {
  const thread = new Thread("c5");
  server["GET /conversations/c5/messages"] = [
    page([message("q1", "user", "Hi"), message("a1", "assistant", "Hel", { status: "running", parentId: "q1" })]),
  ];
  server["GET /conversations/c5/stream"] = [stream([START, delta("Hello", 1), FINISH, DONE])];

  thread.enter();

  await vi.waitFor(() => expect(texts(thread).at(-1)).toEqual(["assistant", "complete", "Hello"]));
  expect(calls.find((call) => call.path.endsWith("/stream"))?.headers.get("last-event-id")).toBeNull();
});

it("shows a failure in the stream with its reason", async () => {
  const thread = new Thread("c6");
  present(thread);
  const error = { code: "engine-unavailable", message: "The engine is away.", retryable: true };
  server["POST /conversations/c6/messages"] = [
    stream([
      START,
      delta("So", 1),
      event({ type: "data-error", data: error }),
      event({ type: "error", errorText: "x" }),
      DONE,
    ]),
  ];
  server["GET /conversations/c6/messages"] = [new TypeError("away")];

  await thread.send("Hi", "tiny");

  expect(thread.rows.last()).toMatchObject({ status: "failed", text: "So", error: { message: "The engine is away." } });
});

it("puts the old answer back when it cannot be made again", async () => {
  const thread = new Thread("c7");
  const stored = [message("q1", "user", "Hi"), message("a1", "assistant", "Old", { parentId: "q1" })];
  server["GET /conversations/c7/messages"] = [page(stored)];
  server["POST /conversations/c7/messages/a1/regenerate"] = [problem(503, "engine-unavailable")];
  thread.enter();
  await vi.waitFor(() => expect(texts(thread)).toHaveLength(2));
  const old = thread.rows.last();

  if (old) await thread.regenerate(old, "tiny");

  expect(thread.rows.last()).toMatchObject({ text: "Old", problem: { code: "engine-unavailable" } });
});

it("offers a question of before a reload again, unless the server has it", async () => {
  outbox.add("c8", { text: "Lost", idempotencyKey: "k1", parentId: null, model: "tiny" });
  outbox.add("c8", { text: "Found", idempotencyKey: "k2", parentId: "a0", model: "tiny" });
  server["GET /conversations/c8/messages"] = [
    page([message("q1", "user", "Found", { parentId: "a0" }), message("a1", "assistant", "Yes", { parentId: "q1" })]),
  ];
  const thread = new Thread("c8");

  thread.enter();

  await vi.waitFor(() => expect(texts(thread).at(-1)).toEqual(["user", "unsent", "Lost"]));
  expect(outbox.list("c8").map((pending) => pending.text)).toEqual(["Lost"]);
});

it("adds older pages in front", async () => {
  const thread = new Thread("c9");
  server["GET /conversations/c9/messages"] = [
    page([message("m3", "user", "3"), message("m4", "assistant", "4")], "m3"),
    page([message("m1", "user", "1"), message("m2", "assistant", "2")]),
  ];
  thread.enter();
  await vi.waitFor(() => expect(texts(thread)).toHaveLength(2));

  await thread.loadOlder();

  expect(thread.rows.all().map((row) => row.text)).toEqual(["1", "2", "3", "4"]);
  expect(thread.rows.getView().older).toBeNull();
});

it("reads on when the page opens after the answer has begun", async () => {
  const thread = new Thread("c10");
  server["POST /conversations/c10/messages"] = [stream([START, delta("Hello", 1), FINISH, DONE])];

  await thread.send("Hi", "tiny");

  expect(texts(thread).at(-1)).toEqual(["assistant", "complete", "Hello"]);
});

it("pins a message at once, and takes it back when the server says no", async () => {
  const thread = new Thread("p1");
  server["GET /conversations/p1/messages"] = [page([message("q1", "user", "My name is Ada.")])];
  server["PUT /conversations/p1/messages/q1/pin"] = [
    new Response(null, { status: 204 }),
    problem(409, "too-many-pinned"),
  ];
  server["DELETE /conversations/p1/messages/q1/pin"] = [new Response(null, { status: 204 })];
  await thread.load();
  const row = () => thread.rows.all()[0] as ReturnType<typeof thread.rows.get>;

  const pinning = thread.pin(row());
  expect(row().pinned).toBe(true);
  await pinning;
  await thread.pin(row());
  expect(row().pinned).toBe(false);
  await thread.pin(row());

  expect(row().pinned).toBe(false);
});

it("still shows a refused question after the thread was read anew", async () => {
  const thread = new Thread("c11");
  present(thread);
  server["POST /conversations/c11/messages"] = [problem(429, "rate-limited")];
  await thread.send("Wait for me", "tiny");
  server["GET /conversations/c11/messages"] = [page([message("q1", "user", "Hi"), message("a1", "assistant", "Yes")])];

  await thread.toNewest();

  expect(texts(thread).at(-1)).toEqual(["user", "unsent", "Wait for me"]);
});

it("keeps a question that is asked again in the same words until the server has it", async () => {
  const thread = new Thread("c12");
  const stored = () =>
    page([
      message("q1", "user", "Hi", { siblings: ["q0", "q1"] }),
      message("a1", "assistant", "Yes", { parentId: "q1" }),
    ]);
  server["GET /conversations/c12/messages"] = [stored(), stored()];
  server["POST /conversations/c12/messages"] = [problem(429, "rate-limited")];
  await thread.load();

  await thread.send("Hi", "tiny", { editOf: thread.rows.all()[0] as ReturnType<typeof thread.rows.get> });
  await vi.waitFor(() => expect(calls.filter(({ method }) => method === "GET")).toHaveLength(2));

  await vi.waitFor(() => expect(texts(thread).at(-1)).toEqual(["user", "unsent", "Hi"]));
  expect(outbox.list("c12")).toHaveLength(1);
});

it("is gone once it was deleted elsewhere, and stays when it cannot be read", async () => {
  const thread = new Thread("c13");
  server["GET /conversations/c13/messages"] = [
    page([message("q1", "user", "Hi")]),
    problem(503, "busy"),
    problem(404, "not-found"),
  ];
  await thread.load();

  await thread.load();
  expect(thread.loading.get().state).toBe("ready");
  await thread.load();

  expect(thread.loading.get()).toMatchObject({ state: "failed", problem: { status: 404 } });
});

it("answers as long as one of several does, and stops all of them at once", async () => {
  const thread = new Thread("c14");
  server["GET /conversations/c14/messages"] = [page([message("q1", "user", "Hi"), message("a1", "assistant", "Yes")])];
  server["POST /conversations/c14/stop"] = [new Response(null, { status: 202 })];
  await thread.load();
  for (const id of ["a2", "a3"]) thread.rows.takeBeside(message(id, "assistant", "", { status: "running" }));
  thread.compared.set(["a1", "a2", "a3"]);
  expect(thread.answering()?.id).toBe("a2");

  await thread.stop();

  expect(thread.rows.withIds(["a1", "a2", "a3"]).map((row) => row.stopping)).toEqual([false, true, true]);
  expect(calls.filter(({ path }) => path.endsWith("/stop")).map(({ search }) => search)).toEqual([""]);
});
