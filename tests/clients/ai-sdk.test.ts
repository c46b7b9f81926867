import { Chat } from "@ai-sdk/react";
import { DefaultChatTransport, parseJsonEventStream, readUIMessageStream, type UIMessage, uiMessageChunkSchema } from "ai";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { slowAnswer, slowModel } from "./engine-simulator.js";

const url = inject("url");
let headers: Record<string, string>;

beforeAll(async () => {
  const userName = `sdk-${crypto.randomUUID().slice(0, 8)}`;
  const response = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userName, email: `${userName}@example.org`, password: "correct horse battery staple" }),
  });
  expect(response.status).toBe(201);
  headers = { Authorization: `Bearer ${((await response.json()) as { accessToken: string }).accessToken}` };
});

const transport = (body?: object) => new DefaultChatTransport({ api: `${url}/api/chats`, headers, ...(body && { body }) });

const text = (message: UIMessage | undefined) => message?.parts.map((part) => (part.type === "text" ? part.text : "")).join("") ?? "";

/** The last message of a stream, read by the SDK and checked against its own schema. */
async function read(response: Response): Promise<UIMessage | undefined> {
  expect(response.status).toBe(200);
  const chunks = parseJsonEventStream({ stream: response.body as ReadableStream<Uint8Array>, schema: uiMessageChunkSchema }).pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        if (!chunk.success) throw chunk.error;
        controller.enqueue(chunk.value);
      },
    }),
  );
  let last: UIMessage | undefined;
  for await (const message of readUIMessageStream({ stream: chunks, terminateOnError: true })) last = message;
  return last;
}

async function post(path: string, body: object): Promise<Response> {
  return fetch(`${url}${path}`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });
}

describe("the SDK's stream reader", () => {
  test("reads the endpoint of conversations", async () => {
    const conversation = (await (await post("/api/v1/conversations", {})).json()) as { id: string };

    const message = await read(await post(`/api/v1/conversations/${conversation.id}/messages`, { message: "What is 5 + 5?" }));

    expect(text(message)).toBe("5 + 5 = 10.");
    expect(message?.metadata).toMatchObject({ conversationId: conversation.id, status: "complete", finishReason: "stop" });
  });

  test("reads the one-call form, whose first part names the conversation", async () => {
    const message = await read(await post("/api/chats/stream", { message: "What is 2 + 3?" }));

    expect(text(message)).toBe("2 + 3 = 5.");
    const { conversationId } = message?.metadata as { conversationId: string };
    expect((await fetch(`${url}/api/v1/conversations/${conversationId}`, { headers })).status).toBe(200);
  });
});

describe("useChat's Chat, unchanged", () => {
  test("asks and goes on in the same conversation", async () => {
    const chat = new Chat({ transport: transport() });

    await chat.sendMessage({ text: "What is 5 + 5?" });
    await chat.sendMessage({ text: "and 10 + 10?" });

    expect(chat.status).toBe("ready");
    expect(chat.messages.map((m) => m.role)).toEqual(["user", "assistant", "user", "assistant"]);
    expect(text(chat.messages[1])).toBe("5 + 5 = 10.");
    const { conversationId } = chat.messages[3]?.metadata as { conversationId: string };
    const stored = (await (await fetch(`${url}/api/v1/conversations/${conversationId}/messages`, { headers })).json()) as { items: { id: string }[] };
    expect(stored.items).toHaveLength(4);
    expect(stored.items[3]?.id).toBe(chat.messages[3]?.id);
  });

  test("regenerates an answer as a sibling", async () => {
    const chat = new Chat({ transport: transport() });
    await chat.sendMessage({ text: "What is 3 + 3?" });
    const first = chat.messages[1]?.id;

    await chat.regenerate();

    expect(chat.messages).toHaveLength(2);
    expect(chat.messages[1]?.id).not.toBe(first);
    const { conversationId, userMessageId } = chat.messages[1]?.metadata as { conversationId: string; userMessageId: string };
    const old = (await (await fetch(`${url}/api/v1/conversations/${conversationId}/messages/${first}`, { headers })).json()) as { parentId: string };
    expect(old.parentId).toBe(userMessageId);
  });

  test("edits a question into a new branch", async () => {
    const chat = new Chat({ transport: transport() });
    await chat.sendMessage({ text: "What is 1 + 1?" });
    await chat.sendMessage({ text: "What is 2 + 2?" });

    await chat.sendMessage({ text: "What is 4 + 4?", messageId: chat.messages[2]?.id as string });

    expect(chat.messages).toHaveLength(4);
    const { conversationId } = chat.messages[3]?.metadata as { conversationId: string };
    const stored = (await (await fetch(`${url}/api/v1/conversations/${conversationId}/messages`, { headers })).json()) as { items: { parts: { text: string }[] }[] };
    expect(stored.items.map((m) => m.parts[0]?.text).filter((_, i) => i % 2 === 0)).toEqual(["What is 1 + 1?", "What is 4 + 4?"]);
  });

  test("tells the problem of a refused question", async () => {
    const errors: Error[] = [];
    const chat = new Chat({ transport: transport({ model: "no-such-model" }), onError: (error) => errors.push(error) });

    await chat.sendMessage({ text: "Hello" });

    expect(chat.status).toBe("error");
    expect(JSON.parse(errors[0]?.message ?? "{}")).toMatchObject({ code: "model-not-found", status: 404 });
  });
});

describe("with a slow engine (simulated)", () => {
  test("a second client resumes the running answer from its beginning", async () => {
    const id = `resume-${crypto.randomUUID()}`;
    const first = new Chat({ id, transport: transport({ model: slowModel }) });
    const sending = first.sendMessage({ text: "Count" });
    await expect.poll(() => text(first.messages[1]), { timeout: 10_000 }).toContain("two");

    const second = new Chat({ id, transport: transport(), messages: first.messages.slice(0, 1) });
    await second.resumeStream();
    await sending;

    expect(text(second.messages.at(-1))).toBe(slowAnswer);
    expect(second.messages.at(-1)?.id).toBe(first.messages.at(-1)?.id);
  });

  test("resuming when nothing runs changes nothing", async () => {
    const chat = new Chat({ id: `idle-${crypto.randomUUID()}`, transport: transport() });

    await chat.resumeStream();

    expect(chat.status).toBe("ready");
    expect(chat.messages).toEqual([]);
  });

  test("stop of the client only leaves; stop of the server ends the answer", async () => {
    const chat = new Chat({ transport: transport({ model: slowModel }) });
    const sending = chat.sendMessage({ text: "Count" });
    await expect.poll(() => text(chat.messages[1]), { timeout: 10_000 }).toContain("one");
    const { conversationId } = chat.messages[1]?.metadata as { conversationId: string };

    await chat.stop();
    await sending;
    expect((await fetch(`${url}/api/v1/conversations/${conversationId}/stream`, { headers, signal: AbortSignal.timeout(5000) })).status).toBe(200);
    expect((await post(`/api/v1/conversations/${conversationId}/stop`, {})).status).toBe(202);

    const status = async () => {
      const page = (await (await fetch(`${url}/api/v1/conversations/${conversationId}/messages`, { headers })).json()) as { items: { status: string }[] };
      return page.items[1]?.status;
    };
    await expect.poll(status, { timeout: 10_000 }).toBe("stopped");
  });
});
