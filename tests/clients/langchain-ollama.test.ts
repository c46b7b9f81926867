import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOllama, Ollama, OllamaEmbeddings } from "@langchain/ollama";
import { beforeAll, describe, expect, test } from "vitest";
import { abortedAnswers, newKey, url } from "./tool-engine.js";
import { toolModel } from "./tool-simulator.js";

let connection: { baseUrl: string; headers: Headers; maxRetries: number };
const demo = "ollamanet-demo";
const weather = { type: "function", function: { name: "get_weather", description: "The weather in a city", parameters: { type: "object", properties: { city: { type: "string" } } } } };
const chat = (model: string) => new ChatOllama({ ...connection, model, temperature: 0 });

beforeAll(async () => {
  connection = { baseUrl: url, headers: new Headers({ Authorization: `Bearer ${await newKey()}` }), maxRetries: 0 };
});

describe("@langchain/ollama with the embedded engine", () => {
  test("lists the models", async () => {
    expect((await chat(demo).client.list()).models.map((m) => m.name)).toContain(demo);
  });

  test("chats", async () => {
    const answer = await chat(demo).invoke("What is 5 + 5?");

    expect(answer.content).toBe("5 + 5 = 10.");
    expect(answer.usage_metadata?.output_tokens).toBeGreaterThan(0);
  });

  test("streams", async () => {
    let text = "";
    for await (const chunk of await chat(demo).stream("What is 5 + 5?")) text += chunk.content;

    expect(text).toBe("5 + 5 = 10.");
  });

  test("continues a prompt", async () => {
    expect(await new Ollama({ ...connection, model: demo, temperature: 0 }).invoke("What is 5 + 5?")).toBe("5 + 5 = 10.");
  });

  test("keeps to a JSON schema", async () => {
    const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"], additionalProperties: false };

    expect(await chat(demo).withStructuredOutput(schema, { method: "jsonSchema" }).invoke("Hi")).toEqual({ ok: expect.any(Boolean) });
  });

  test("makes vectors", async () => {
    const vectors = await new OllamaEmbeddings({ ...connection, model: demo }).embedDocuments(["one", "two"]);

    expect(vectors).toHaveLength(2);
    expect(vectors[0]?.length).toBeGreaterThan(8);
  });

  test("gets an error", async () => {
    await expect(chat("no-such-model").invoke("Hi")).rejects.toThrow(/no-such-model/);
  });
});

describe("@langchain/ollama with a simulated engine", () => {
  test("calls a tool and answers with its result", async () => {
    const model = chat(toolModel).bindTools([weather]);
    const ask = new HumanMessage("How is the weather in Lisbon?");
    const first = await model.invoke([ask]);
    expect(first.tool_calls?.[0]).toMatchObject({ name: "get_weather", args: { city: "Lisbon" } });

    const second = await model.invoke([ask, first, new ToolMessage({ content: "sunny", tool_call_id: first.tool_calls?.[0]?.id ?? "" })]);

    expect(second.content).toBe("It is sunny in Lisbon.");
  });

  test("stopping in mid-stream stops the engine", async () => {
    const before = await abortedAnswers();
    const model = chat(toolModel);

    // Leaving the loop, or its signal, only stops the reading; the connection is closed by the client inside.
    const reading = (async () => {
      for await (const _ of await model.stream("Count slowly")) model.client.abort();
    })();

    await expect(reading).rejects.toThrow(/abort/i);
    await expect.poll(abortedAnswers, { timeout: 5000 }).toBe(before + 1);
  });
});
