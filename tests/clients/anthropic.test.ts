import Anthropic from "@anthropic-ai/sdk";
import { beforeAll, describe, expect, test } from "vitest";
import { abortedAnswers, newKey, url } from "./tool-engine.js";
import { toolModel } from "./tool-simulator.js";

let client: Anthropic;
const demo = "ollamanet-demo";
const question = { model: demo, max_tokens: 100, temperature: 0, messages: [{ role: "user" as const, content: "What is 5 + 5?" }] };
const weather: Anthropic.Tool = { name: "get_weather", description: "The weather in a city", input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } };

beforeAll(async () => {
  client = new Anthropic({ baseURL: url, apiKey: await newKey(), maxRetries: 0 });
});

describe("@anthropic-ai/sdk with the embedded engine", () => {
  test("lists the models and gets one", async () => {
    const names: string[] = [];
    for await (const model of client.models.list()) names.push(model.id);

    expect(names).toContain(demo);
    expect((await client.models.retrieve(demo)).display_name).toBe(demo);
  });

  test("asks", async () => {
    const message = await client.messages.create(question);

    expect(message.content).toEqual([{ type: "text", text: "5 + 5 = 10." }]);
    expect(message.stop_reason).toBe("end_turn");
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });

  test("streams", async () => {
    const events: string[] = [];
    const stream = client.messages.stream({ ...question, system: [{ type: "text", text: "Be short." }] }).on("streamEvent", (event) => events.push(event.type));

    expect(await stream.finalText()).toBe("5 + 5 = 10.");
    expect([events[0], events.at(-1)]).toEqual(["message_start", "message_stop"]);
    expect((await stream.finalMessage()).usage.input_tokens).toBeGreaterThan(0);
  });

  test("stops at a stop sequence and says at which", async () => {
    const message = await client.messages.create({ ...question, stop_sequences: [" = "] });

    expect(message).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: " = ", content: [{ text: "5 + 5" }] });
  });

  test("keeps to a JSON schema", async () => {
    const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"], additionalProperties: false };
    const message = await client.messages.create({ ...question, max_tokens: 200, output_config: { format: { type: "json_schema", schema } } });

    expect(JSON.parse((message.content[0] as Anthropic.TextBlock).text)).toEqual({ ok: expect.any(Boolean) });
  });

  test("counts tokens exactly", async () => {
    const { model, messages } = question;
    const count = await client.messages.countTokens({ model, messages });

    expect(count.input_tokens).toBe((await client.messages.create(question)).usage.input_tokens);
  });

  test("gets errors as errors of their class", async () => {
    await expect(client.messages.create({ ...question, model: "no-such-model" })).rejects.toThrow(Anthropic.NotFoundError);
    await expect(client.messages.create({ ...question, tools: [weather] })).rejects.toThrow(Anthropic.BadRequestError);
    await expect(new Anthropic({ baseURL: url, apiKey: "onk_wrong", maxRetries: 0 }).messages.create(question)).rejects.toThrow(Anthropic.AuthenticationError);
  });
});

describe("@anthropic-ai/sdk with a simulated engine", () => {
  test("calls a tool and answers with its result", async () => {
    const ask: Anthropic.MessageParam = { role: "user", content: "How is the weather in Lisbon?" };
    const first = await client.messages.create({ model: toolModel, max_tokens: 100, tools: [weather], messages: [ask] });
    const call = first.content.find((block) => block.type === "tool_use") as Anthropic.ToolUseBlock;
    expect(first.stop_reason).toBe("tool_use");
    expect(call.input).toEqual({ city: "Lisbon" });

    const result: Anthropic.MessageParam = { role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "sunny" }] };
    const second = client.messages.stream({ model: toolModel, max_tokens: 100, tools: [weather], messages: [ask, { role: "assistant", content: first.content as Anthropic.ContentBlockParam[] }, result] });

    expect(await second.finalText()).toBe("It is sunny in Lisbon.");
  });

  test("streams a tool call whose input is whole at the end", async () => {
    const stream = client.messages.stream({ model: toolModel, max_tokens: 100, tools: [weather], messages: [{ role: "user", content: "Weather?" }] });

    expect((await stream.finalMessage()).content).toMatchObject([{ type: "tool_use", name: "get_weather", input: { city: "Lisbon" } }]);
  });

  test("thinks before it answers", async () => {
    const stream = client.messages.stream({ model: toolModel, max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 2000 }, messages: [{ role: "user", content: "Think." }] });

    expect((await stream.finalMessage()).content).toMatchObject([{ type: "thinking", thinking: "Let me think." }, { type: "text", text: "Thought." }]);
  });

  test("sees an image", async () => {
    const source = { type: "base64" as const, media_type: "image/png" as const, data: Buffer.from("twelve bytes").toString("base64") };
    const message = await client.messages.create({ model: toolModel, max_tokens: 100, messages: [{ role: "user", content: [{ type: "image", source }, { type: "text", text: "What is it?" }] }] });

    expect(message.content).toMatchObject([{ text: "I see 12 bytes." }]);
  });

  test("estimates tokens and says so", async () => {
    const { data, response } = await client.messages.countTokens({ model: toolModel, messages: [{ role: "user", content: "How many?" }] }).withResponse();

    expect(data.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("x-ollamanet-estimate")).toBe("true");
  });

  test("stopping in mid-stream stops the engine", async () => {
    const before = await abortedAnswers();
    const stream = client.messages.stream({ model: toolModel, max_tokens: 1000, messages: [{ role: "user", content: "Count slowly" }] });
    await new Promise((resolve) => stream.once("text", resolve));

    stream.abort();

    await expect(stream.done()).rejects.toThrow(Anthropic.APIUserAbortError);
    await expect.poll(abortedAnswers, { timeout: 5000 }).toBe(before + 1);
  });
});
