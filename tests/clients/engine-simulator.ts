import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Simulates an Ollama with one slow model: for what the real engine is too fast to show. Ten words, one every 150 ms. */
export const slowModel = "slow:latest";
export const slowAnswer = "one two three four five six seven eight nine ten";

export function startEngineSimulator(): Promise<Server> {
  const server = createServer((request, response) => {
    const json = (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    if (request.url === "/api/version") return json({ version: "0.35.0-simulated" });
    if (request.url === "/api/tags") return json({ models: [{ name: slowModel, model: slowModel, size: 1, digest: "sha256:01", details: {} }] });
    if (request.url === "/api/ps") return json({ models: [] });
    if (request.url === "/api/show") return json({ capabilities: ["completion"], model_info: { "general.architecture": "sim", "sim.context_length": 8192 }, details: {} });
    if (request.url !== "/api/chat") return response.writeHead(404).end();

    response.setHeader("content-type", "application/x-ndjson");
    const words = slowAnswer.split(" ");
    let sent = 0;
    const timer = setInterval(() => {
      const content = words[sent];
      if (content !== undefined) {
        response.write(`${JSON.stringify({ model: slowModel, message: { role: "assistant", content: sent++ === 0 ? content : ` ${content}` }, done: false })}\n`);
        return;
      }

      clearInterval(timer);
      response.end(`${JSON.stringify({ model: slowModel, message: { role: "assistant", content: "" }, done: true, done_reason: "stop", prompt_eval_count: 3, eval_count: 10 })}\n`);
    }, 150);
    response.on("close", () => clearInterval(timer));
    return undefined;
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

export function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
