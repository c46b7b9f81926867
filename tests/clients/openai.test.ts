import OpenAI, { APIError, APIUserAbortError, AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { apiKey, clientsThatLeft } from "./account.js";
import { simulatedModels, nativeModel, sameModel } from "./door-engines.js";

const url = inject("url");
const engines = inject("engines");
const demo = "ollamanet-demo";
const png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
let client: OpenAI;

beforeAll(async () => {
  client = new OpenAI({ baseURL: `${url}/v1`, apiKey: await apiKey(url), maxRetries: 0 });
});

const weather: OpenAI.ChatCompletionTool = {
  type: "function",
  function: { name: "weather", description: "The weather in a city.", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
};
const schema = { type: "object", properties: { answer: { type: "integer", minimum: 0, maximum: 99 } }, required: ["answer"], additionalProperties: false };

describe("openai with the embedded engine", () => {
  test("lists models and gets one", async () => {
    const names: string[] = [];
    for await (const model of client.models.list()) names.push(model.id);

    expect(names).toContain(demo);
    expect((await client.models.retrieve(demo)).id).toBe(demo);
  });

  test("chats", async () => {
    const answer = await client.chat.completions.create({ model: demo, messages: [{ role: "user", content: "What is 5 + 5?" }] });

    expect(answer.choices[0]?.message.content).toBe("5 + 5 = 10.");
    expect(answer.choices[0]?.finish_reason).toBe("stop");
    expect(answer.usage?.total_tokens).toBeGreaterThan(5);
  });

  test("streams, with the usage at the end", async () => {
    const stream = client.chat.completions.stream({ model: demo, messages: [{ role: "user", content: "What is 2 + 3?" }], stream_options: { include_usage: true } });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";

    expect(text).toBe("2 + 3 = 5.");
    expect((await stream.totalUsage()).completion_tokens).toBeGreaterThan(1);
  });

  test("stops in mid-stream", async () => {
    const stream = await client.chat.completions.create({ model: demo, messages: [{ role: "user", content: "What can you do?" }], stream: true });
    let chunks = 0;
    for await (const _ of stream) if (++chunks === 2) break;

    expect(stream.controller.signal.aborted).toBe(true);
    const next = await client.chat.completions.create({ model: demo, messages: [{ role: "user", content: "What is 1 + 1?" }] });
    expect(next.choices[0]?.message.content).toBe("1 + 1 = 2.");
  });

  test("keeps to a JSON schema", async () => {
    const answer = await client.chat.completions.create({
      model: demo,
      messages: [{ role: "user", content: "What is 40 + 2?" }],
      response_format: { type: "json_schema", json_schema: { name: "sum", strict: true, schema } },
    });

    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({ answer: expect.any(Number) });
  });

  test("completes a prompt", async () => {
    const answer = await client.completions.create({ model: demo, prompt: "What is 5 + 5?" });

    expect(answer.choices[0]?.text).toBe("5 + 5 = 10.");
  });

  test("makes vectors, the same as numbers and as base64", async () => {
    const packed = await client.embeddings.create({ model: demo, input: ["one", "two"] });
    const numbers = await client.embeddings.create({ model: demo, input: ["one", "two"], encoding_format: "float" });

    expect(packed.data).toHaveLength(2);
    expect(packed.data[0]?.embedding.length).toBeGreaterThan(8);
    numbers.data[1]?.embedding.forEach((value, i) => expect(packed.data[1]?.embedding[i]).toBeCloseTo(value, 5));
  });

  test("follows on a kept response", async () => {
    const first = await client.responses.create({ model: demo, input: "What is 5 + 5?" });
    const second = await client.responses.create({ model: demo, input: "What is 2 + 3?", previous_response_id: first.id });

    expect(first.output_text).toBe("5 + 5 = 10.");
    expect(second.output_text).not.toBe("");
    expect((await client.responses.retrieve(second.id)).previous_response_id).toBe(first.id);
    const items = await client.responses.inputItems.list(first.id);
    expect(items.data[0]).toMatchObject({ type: "message", role: "user", content: [{ type: "input_text", text: "What is 5 + 5?" }] });
    await client.responses.delete(first.id);
    await expect(client.responses.retrieve(first.id)).rejects.toThrow(NotFoundError);
  });

  test("streams a response", async () => {
    const stream = client.responses.stream({ model: demo, input: "What is 5 + 5?" });
    let text = "";
    stream.on("response.output_text.delta", (event) => {
      text += event.delta;
    });

    const response = await stream.finalResponse();
    expect(text).toBe("5 + 5 = 10.");
    expect(response.output_text).toBe(text);
    expect(response.status).toBe("completed");
  });

  test("throws its own errors", async () => {
    const ask = (body: object, by = client) => by.chat.completions.create({ model: demo, messages: [{ role: "user", content: "x" }], ...body });

    await expect(ask({ model: "gpt-4o" })).rejects.toThrow(NotFoundError);
    await expect(ask({ n: 2 })).rejects.toMatchObject({ status: 400, param: "n", code: "unsupported", type: "invalid_request_error" });
    await expect(ask({ tools: [weather] })).rejects.toThrow(BadRequestError);
    await expect(ask({}, new OpenAI({ baseURL: `${url}/v1`, apiKey: "onk_wrong", maxRetries: 0 }))).rejects.toThrow(AuthenticationError);
  });
});

describe.each(simulatedModels)("openai with a simulated engine: %s", (model) => {
  test("goes round with tools", async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "How is the weather in both?" }];
    const asked = await client.chat.completions.create({ model, messages, tools: [weather] });
    const calls = asked.choices[0]?.message.tool_calls ?? [];
    expect(asked.choices[0]?.finish_reason).toBe("tool_calls");
    expect(calls.map((call) => call.type === "function" && JSON.parse(call.function.arguments))).toEqual([{ city: "Paris" }, { city: "Rome" }]);

    messages.push(asked.choices[0]!.message);
    for (const call of calls) messages.push({ role: "tool", tool_call_id: call.id, content: "sunny" });
    const answer = await client.chat.completions.create({ model, messages, tools: [weather] });
    expect(answer.choices[0]?.message.content).toBe("It is sunny.");
  });

  test("runs tools while it streams", async () => {
    const runner = client.chat.completions.runTools({
      model,
      stream: true,
      messages: [{ role: "user", content: "How is the weather?" }],
      tools: [{ type: "function", function: { name: "weather", description: "", parameters: weather.function.parameters as never, parse: JSON.parse, function: ({ city }: { city: string }) => `cold in ${city}` } }],
    });

    expect(await runner.finalContent()).toBe("It is cold in Paris.");
  });

  test("calls functions in a response and takes their output", async () => {
    const tools: OpenAI.Responses.Tool[] = [{ type: "function", name: "weather", parameters: schema, strict: true }];
    const asked = await client.responses.stream({ model, input: "How is the weather?", tools }).finalResponse();
    const call = asked.output.find((item) => item.type === "function_call");
    expect(call).toMatchObject({ name: "weather", arguments: '{"city":"Paris"}' });

    const answer = await client.responses.create({ model, previous_response_id: asked.id, tools, input: [{ type: "function_call_output", call_id: call?.call_id ?? "", output: "sunny" }] });
    expect(answer.output_text).toBe("It is sunny.");
  });

  test("looks at an image", async () => {
    const answer = await client.chat.completions.create({ model, messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, { type: "image_url", image_url: { url: png } }] }] });

    expect(answer.choices[0]?.message.content).toBe("I see 1 image.");
  });

  test("thinks before it answers", async () => {
    const stream = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }], reasoning_effort: "low", stream: true });
    let [thought, text] = ["", ""];
    for await (const chunk of stream) {
      thought += (chunk.choices[0]?.delta as { reasoning_content?: string }).reasoning_content ?? "";
      text += chunk.choices[0]?.delta.content ?? "";
    }

    expect([thought, text]).toEqual(["Let me think.", "Hello from the simulator."]);
  });

  test.runIf(engines)("stops the engine in mid-stream", async () => {
    const before = await clientsThatLeft(engines);
    const controller = new AbortController();
    const stream = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Count slowly" }], stream: true }, { signal: controller.signal });

    await expect(
      (async () => {
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content?.includes("3")) controller.abort();
        throw new APIUserAbortError();
      })(),
    ).rejects.toThrow(APIUserAbortError);
    await expect.poll(() => clientsThatLeft(engines), { timeout: 5000 }).toBe(before + 1);
  });

  test("an engine that fails is an error with its status", async () => {
    const failing = client.chat.completions.create({ model, messages: [{ role: "user", content: "fail" }] });

    await expect(failing).rejects.toThrow(APIError);
    await expect(failing).rejects.toMatchObject({ status: 502, type: "server_error" });
  });
});

test("what an Ollama cannot do and another server can", async () => {
  const ask = (model: string) => client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello" }], logit_bias: { 5: 1 } });

  await expect(ask(nativeModel)).rejects.toMatchObject({ status: 400, param: "logit_bias" });
  expect((await ask(sameModel)).choices[0]?.message.content).toBe("Hello from the simulator.");
});
