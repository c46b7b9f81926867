import { createServer, type IncomingMessage, type Server } from "node:http";

/** Simulates an Ollama whose model calls tools, sees and thinks: what the demo model cannot. It also tells how many answers were given up. */
export const toolModel = "sim-tools:latest";

type Message = { role: string; content: string; images?: string[] };
type Chat = { messages: Message[]; tools?: { function: { name: string } }[]; think?: unknown; stream?: boolean };

const forecast = { function: { name: "get_weather", arguments: { city: "Lisbon" } } };

function answer(chat: Chat): { content?: string; thinking?: string; tool_calls?: unknown[] }[] {
  const last = chat.messages.at(-1);
  if (last?.content === "Count slowly") return Array.from({ length: 200 }, (_, i) => ({ content: `${i} ` }));
  if (last?.role === "tool") return [{ content: `It is ${last.content}` }, { content: " in Lisbon." }];
  if (chat.tools?.length) return [{ tool_calls: [{ id: "call_0123456789", ...forecast }] }];
  if (last?.images?.length) return [{ content: `I see ${Buffer.from(last.images[0] ?? "", "base64").length} bytes.` }];
  if (chat.think) return [{ thinking: "Let me " }, { thinking: "think." }, { content: "Thought." }];
  return [{ content: "Hello" }, { content: " world." }];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

export function startToolSimulator(): Promise<Server> {
  let aborted = 0;
  const server = createServer(async (request, response) => {
    const json = (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    if (request.url === "/aborted") return json(aborted);
    if (request.url === "/api/version") return json({ version: "0.35.0-simulated" });
    if (request.url === "/api/tags") return json({ models: [{ name: toolModel, model: toolModel, size: 1, digest: "sha256:02", details: {} }] });
    if (request.url === "/api/ps") return json({ models: [] });
    if (request.url === "/api/show") return json({ capabilities: ["completion", "tools", "vision", "thinking"], model_info: { "general.architecture": "sim", "sim.context_length": 8192 }, details: {} });
    if (request.url !== "/api/chat") return response.writeHead(404).end();

    const parts = answer(JSON.parse(await bodyOf(request)) as Chat);
    const line = (fields: object) => response.write(`${JSON.stringify({ model: toolModel, created_at: new Date().toISOString(), ...fields })}\n`);
    response.setHeader("content-type", "application/x-ndjson");
    response.on("close", () => {
      if (!response.writableEnded) aborted++;
    });
    for (const part of parts) {
      if (response.destroyed) return;
      line({ message: { role: "assistant", content: "", ...part }, done: false });
      await new Promise((resolve) => setTimeout(resolve, parts.length > 100 ? 50 : 5));
    }
    line({ message: { role: "assistant", content: "" }, done: true, done_reason: "stop", prompt_eval_count: 12, eval_count: parts.length });
    response.end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
