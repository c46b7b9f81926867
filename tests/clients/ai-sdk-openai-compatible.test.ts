import { createOpenAICompatible, type OpenAICompatibleProvider } from "@ai-sdk/openai-compatible";
import { APICallError, embedMany, generateText, jsonSchema, Output, stepCountIs, streamText, tool } from "ai";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { apiKey, clientsThatLeft } from "./account.js";
import { simulatedModels } from "./door-engines.js";

const url = inject("url");
const engines = inject("engines");
const demo = "ollamanet-demo";
let provider: OpenAICompatibleProvider;
let key = "";

beforeAll(async () => {
  key = await apiKey(url);
  provider = createOpenAICompatible({ name: "ollamanet", baseURL: `${url}/v1`, apiKey: key, includeUsage: true, supportsStructuredOutputs: true });
});

const sum = Output.object({
  schema: jsonSchema<{ answer: number }>({ type: "object", properties: { answer: { type: "integer", minimum: 0, maximum: 99 } }, required: ["answer"], additionalProperties: false }),
});
const weather = tool({
  description: "The weather in a city.",
  inputSchema: jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } }, required: ["city"] }),
  execute: ({ city }) => Promise.resolve(`sunny in ${city}`),
});

describe("ai and @ai-sdk/openai-compatible with the embedded engine", () => {
  test("the list of models has what the provider is given", async () => {
    const list = (await (await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).json()) as { data: { id: string }[] };

    expect(list.data.map((model) => model.id)).toEqual(expect.arrayContaining([demo, ...(engines ? simulatedModels : [])]));
  });

  test("chats", async () => {
    const { text, finishReason, usage } = await generateText({ model: provider(demo), prompt: "What is 5 + 5?" });

    expect([text, finishReason]).toEqual(["5 + 5 = 10.", "stop"]);
    expect(usage.totalTokens).toBeGreaterThan(5);
  });

  test("streams", async () => {
    const result = streamText({ model: provider(demo), prompt: "What is 2 + 3?" });
    let text = "";
    for await (const part of result.textStream) text += part;

    expect(text).toBe("2 + 3 = 5.");
    expect((await result.totalUsage).outputTokens).toBeGreaterThan(1);
  });

  test("keeps to a JSON schema", async () => {
    const { output } = await generateText({ model: provider(demo), prompt: "What is 40 + 2?", output: sum });

    expect(output).toEqual({ answer: expect.any(Number) });
  });

  test("makes vectors", async () => {
    const { embeddings } = await embedMany({ model: provider.embeddingModel(demo), values: ["one", "two"] });

    expect(embeddings).toHaveLength(2);
    expect(embeddings[0]?.length).toBeGreaterThan(8);
  });

  test("throws its own errors", async () => {
    const failing = generateText({ model: provider("gpt-4o"), prompt: "x", maxRetries: 0 });

    await expect(failing).rejects.toThrow(APICallError);
    await expect(failing).rejects.toMatchObject({ statusCode: 404, message: expect.stringContaining("gpt-4o") });
  });
});

describe.each(simulatedModels)("ai and @ai-sdk/openai-compatible with a simulated engine: %s", (model) => {
  test("goes round with tools", async () => {
    const { text, steps } = await generateText({ model: provider(model), prompt: "How is the weather?", tools: { weather }, stopWhen: stepCountIs(3) });

    expect(text).toBe("It is sunny in Paris.");
    expect(steps[0]?.toolCalls[0]).toMatchObject({ toolName: "weather", input: { city: "Paris" } });
  });

  test("goes round with tools while it streams", async () => {
    const result = streamText({ model: provider(model), prompt: "How is the weather?", tools: { weather }, stopWhen: stepCountIs(3) });

    expect(await result.text).toBe("It is sunny in Paris.");
  });

  test("thinks before it answers, and looks at an image", async () => {
    const { text, reasoningText } = await generateText({
      model: provider(model),
      messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, { type: "image", image: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]), mediaType: "image/png" }] }],
      providerOptions: { ollamanet: { reasoningEffort: "low" } },
    });

    expect([reasoningText, text]).toEqual(["Let me think.", "I see 1 image."]);
  });

  test("an error in the stream reaches the caller", async () => {
    const errors: unknown[] = [];
    await streamText({ model: provider(model), prompt: "fail", maxRetries: 0, onError: ({ error }) => void errors.push(error) }).consumeStream();

    expect(errors[0]).toMatchObject({ statusCode: 502 });
  });

  test.runIf(engines)("stops the engine in mid-stream", async () => {
    const before = await clientsThatLeft(engines);
    const controller = new AbortController();
    const { textStream } = streamText({ model: provider(model), prompt: "Count slowly", abortSignal: controller.signal });
    for await (const part of textStream) if (part.includes("3")) controller.abort();

    await expect.poll(() => clientsThatLeft(engines), { timeout: 5000 }).toBe(before + 1);
  });
});
