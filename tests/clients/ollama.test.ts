import { Ollama, type Tool } from "ollama";
import { beforeAll, describe, expect, test } from "vitest";
import { abortedAnswers, newKey, url } from "./tool-engine.js";
import { toolModel } from "./tool-simulator.js";

let client: Ollama;
const demo = "ollamanet-demo";
const messages = [{ role: "user", content: "What is 5 + 5?" }];
const options = { temperature: 0 };
const weather: Tool = { type: "function", function: { name: "get_weather", description: "The weather in a city", parameters: { type: "object", properties: { city: { type: "string" } } } } };

beforeAll(async () => {
  client = new Ollama({ host: url, headers: { Authorization: `Bearer ${await newKey()}` } });
});

describe("ollama with the embedded engine", () => {
  test("lists the models and describes one", async () => {
    expect((await client.list()).models.map((m) => m.name)).toContain(demo);
    expect((await client.show({ model: demo })).capabilities).toContain("completion");
    expect((await client.ps()).models).toBeInstanceOf(Array);
    expect((await client.version()).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test("chats", async () => {
    const answer = await client.chat({ model: demo, messages, options });

    expect(answer.message.content).toBe("5 + 5 = 10.");
    expect(answer).toMatchObject({ done: true, done_reason: "stop" });
    expect(answer.eval_count).toBeGreaterThan(0);
  });

  test("streams a chat", async () => {
    let text = "";
    let done = false;
    for await (const part of await client.chat({ model: demo, messages, options, stream: true })) {
      text += part.message.content;
      done = part.done;
    }

    expect([text, done]).toEqual(["5 + 5 = 10.", true]);
  });

  test("continues a prompt, and streams it", async () => {
    expect((await client.generate({ model: demo, prompt: "What is 5 + 5?", options })).response).toBe("5 + 5 = 10.");

    let text = "";
    for await (const part of await client.generate({ model: demo, prompt: "What is 5 + 5?", options, stream: true })) text += part.response;
    expect(text).toBe("5 + 5 = 10.");
  });

  test("keeps to a JSON schema", async () => {
    const format = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"], additionalProperties: false };

    expect(JSON.parse((await client.chat({ model: demo, messages, format })).message.content)).toEqual({ ok: expect.any(Boolean) });
  });

  test("makes vectors, in both forms", async () => {
    const many = await client.embed({ model: demo, input: ["one", "two"] });
    const one = await client.embeddings({ model: demo, prompt: "one" });

    expect(many.embeddings).toHaveLength(2);
    expect(one.embedding).toHaveLength(many.embeddings[0]?.length ?? -1);
  });

  test("gets errors as errors", async () => {
    await expect(client.chat({ model: "no-such-model", messages })).rejects.toMatchObject({ name: "ResponseError", status_code: 404 });
    await expect(client.chat({ model: demo, messages, tools: [weather] })).rejects.toMatchObject({ status_code: 400, error: expect.stringContaining("tools") });
    await expect(new Ollama({ host: url }).list()).rejects.toMatchObject({ status_code: 401 });
    await expect(client.pull({ model: "llama3.2" })).rejects.toMatchObject({ status_code: 403 });
    await expect(client.push({ model: demo })).rejects.toMatchObject({ status_code: 403 });
  });
});

describe("ollama with a simulated engine", () => {
  test("calls a tool and answers with its result", async () => {
    const ask = { role: "user", content: "How is the weather in Lisbon?" };
    const first = await client.chat({ model: toolModel, messages: [ask], tools: [weather] });
    expect(first.message.tool_calls?.[0]?.function).toMatchObject({ name: "get_weather", arguments: { city: "Lisbon" } });

    const second = await client.chat({ model: toolModel, messages: [ask, first.message, { role: "tool", content: "sunny", tool_name: "get_weather" }], tools: [weather] });

    expect(second.message.content).toBe("It is sunny in Lisbon.");
  });

  test("thinks and sees", async () => {
    const thought = await client.chat({ model: toolModel, messages: [{ role: "user", content: "Think." }], think: true });
    const seen = await client.chat({ model: toolModel, messages: [{ role: "user", content: "What is it?", images: [new TextEncoder().encode("twelve bytes")] }] });

    expect(thought.message).toMatchObject({ thinking: "Let me think.", content: "Thought." });
    expect(seen.message.content).toBe("I see 12 bytes.");
  });

  test("stopping in mid-stream stops the engine", async () => {
    const before = await abortedAnswers();
    const stream = await client.chat({ model: toolModel, messages: [{ role: "user", content: "Count slowly" }], stream: true });

    const reading = (async () => {
      for await (const _ of stream) stream.abort();
    })();

    await expect(reading).rejects.toThrow(/abort/i);
    await expect.poll(abortedAnswers, { timeout: 5000 }).toBe(before + 1);
  });
});
