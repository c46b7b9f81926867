import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/**
 * Two simulated engines in one server, for what the real engine cannot do (tools, vision, thinking) or is too fast to show: an Ollama with the
 * model `native-sim`, and an OpenAI-compatible server with the model `same-sim`. `GET /left` counts the clients that went away in mid-answer.
 */
export const nativeModel = "native-sim";
export const sameModel = "same-sim";
export const simulatedModels = [nativeModel, sameModel];

interface Asked {
  model: string;
  stream: boolean;
  text: string;
  images: number;
  role: string;
  tools: boolean;
  think: boolean;
  json: boolean;
}

interface Answer {
  thinking?: string;
  words: string[];
  calls: { id: string; name: string; arguments: object }[];
  delay: number;
}

let left = 0;

export function startDoorEngines(): Promise<Server> {
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const json = (body: unknown, status = 200) => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (request.method === "GET") {
    if (request.url === "/left") return json({ left });
    if (request.url === "/api/version") return json({ version: "0.35.0-simulated" });
    if (request.url === "/api/tags") return json({ models: [{ name: nativeModel, model: nativeModel, size: 1, digest: "sha256:02", details: {} }] });
    if (request.url === "/api/ps") return json({ models: [] });
    if (request.url === "/v1/models") return json({ object: "list", data: [{ id: sameModel, object: "model" }] });
    return json({ error: "not found" }, 404);
  }

  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  if (request.url === "/api/show") return json({ capabilities: ["completion", "tools", "vision", "thinking"], model_info: { "sim.context_length": 8192 }, details: {} });
  if (request.url === "/api/chat") return native(body, response);
  if (request.url === "/v1/chat/completions") return same(body, response);
  return json({ error: "not found" }, 404);
}

function answerTo(asked: Asked): Answer {
  const answer: Answer = { words: [], calls: [], delay: 0 };
  if (asked.think) answer.thinking = "Let me think.";
  if (asked.tools && asked.role !== "tool") {
    const cities = asked.text.includes("both") ? ["Paris", "Rome"] : ["Paris"];
    answer.calls = cities.map((city, i) => ({ id: `call_${i}`, name: "weather", arguments: { city } }));
    return answer;
  }

  if (asked.text.includes("slowly")) {
    answer.delay = 50;
    answer.words = Array.from({ length: 200 }, (_, i) => ` ${i}`);
  } else if (asked.role === "tool") answer.words = ["It is ", asked.text, "."];
  else if (asked.images > 0) answer.words = ["I see ", String(asked.images), " image."];
  else if (asked.json) answer.words = ['{"answer"', ":42}"];
  else answer.words = ["Hello", " from", " the", " simulator."];
  return answer;
}

async function play(response: ServerResponse, answer: Answer, write: (words: string) => void): Promise<boolean> {
  for (const words of answer.words) {
    if (answer.delay > 0) await new Promise((resolve) => setTimeout(resolve, answer.delay));
    if (response.destroyed) {
      left++;
      return false;
    }

    write(words);
  }

  return true;
}

async function native(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
  const last = (body.messages as { role: string; content: string; images?: string[] }[]).at(-1);
  if (last?.content.includes("fail")) return void response.writeHead(500).end(JSON.stringify({ error: "out of memory" }));
  const answer = answerTo({
    model: nativeModel,
    stream: true,
    text: last?.content ?? "",
    images: last?.images?.length ?? 0,
    role: last?.role ?? "",
    tools: Array.isArray(body.tools),
    think: Boolean(body.think),
    json: body.format !== undefined,
  });
  const line = (message: object, more: object = { done: false }) => response.write(`${JSON.stringify({ model: nativeModel, message: { role: "assistant", content: "", ...message }, ...more })}\n`);
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  if (answer.thinking) line({ thinking: answer.thinking });
  if (!(await play(response, answer, (content) => line({ content })))) return;
  if (answer.calls.length > 0) line({ tool_calls: answer.calls.map(({ id, ...call }, index) => ({ id, function: { index, ...call } })) });
  line({}, { done: true, done_reason: "stop", prompt_eval_count: 7, eval_count: 4 });
  response.end();
}

async function same(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
  const last = (body.messages as { role: string; content: string | { type: string; text?: string }[] }[]).at(-1);
  const parts = typeof last?.content === "string" ? [{ type: "text", text: last.content }] : (last?.content ?? []);
  const text = parts.map((part) => part.text ?? "").join("");
  if (text.includes("fail")) return void response.writeHead(500).end(JSON.stringify({ error: { message: "out of memory" } }));
  const answer = answerTo({
    model: sameModel,
    stream: body.stream === true,
    text,
    images: parts.filter((part) => part.type === "image_url").length,
    role: last?.role ?? "",
    tools: Array.isArray(body.tools),
    think: body.reasoning_effort !== undefined,
    json: body.response_format !== undefined,
  });
  const calls = answer.calls.map((call, index) => ({ index, id: call.id, type: "function", function: { name: call.name, arguments: JSON.stringify(call.arguments) } }));
  const finish_reason = calls.length > 0 ? "tool_calls" : "stop";
  const usage = { prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 };
  const head = { id: "sim-1", created: 1, model: sameModel };
  if (body.stream !== true) {
    const message = { role: "assistant", content: answer.words.join(""), reasoning_content: answer.thinking, ...(calls.length > 0 && { tool_calls: calls }) };
    response.writeHead(200, { "content-type": "application/json" });
    return void response.end(JSON.stringify({ ...head, object: "chat.completion", choices: [{ index: 0, message, finish_reason }], usage }));
  }

  const event = (choices: object[], more = {}) => response.write(`data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices, ...more })}\n\n`);
  const delta = (value: object, finish: string | null = null) => event([{ index: 0, delta: value, finish_reason: finish }]);
  response.writeHead(200, { "content-type": "text/event-stream" });
  delta({ role: "assistant", content: "" });
  if (answer.thinking) delta({ reasoning_content: answer.thinking });
  if (!(await play(response, answer, (content) => delta({ content })))) return;
  for (const call of calls) delta({ tool_calls: [call] });
  delta({}, finish_reason);
  event([], { usage });
  response.end("data: [DONE]\n\n");
}
