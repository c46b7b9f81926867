// A stand-in for an Ollama server, for what a real engine cannot be asked to do: answer slowly, fail, echo, think aloud.
// It speaks Ollama's /api/{version,tags,show,ps,chat}, and installs, copies and removes models. What it does is decided by the name of the model.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const SHOWCASE = `Three things decide how fast a node answers.

### Memory

A model that fits stays **resident**; the others are evicted, the one that was used longest ago first. See [the handbook](https://example.org/memory).

| Node | Load | Free memory |
|:-----|-----:|------------:|
| attic | 0.2 | 12 GB |
| cellar | 0.7 | 3 GB |

### Scheduling

1. Count what waits on each node.
2. Take the one with the \`lowest\` expected wait, $W = \\frac{\\lambda}{\\mu(\\mu-\\lambda)}$.

\`\`\`csharp
public sealed record Node(string Name, double Load);

// The least loaded node takes the next question.
var best = nodes.OrderBy(node => node.Load).First();
\`\`\`

> Rule of thumb: a load above 0.8 doubles the wait.

$$
\\sum_{i=1}^{n} x_i^2 \\le \\left(\\int_0^1 f(t)\\,dt\\right)^2
$$
`;
const words = (text: string) => text.split(/(?<=\s)/);
const counting = (count: number) => Array.from({ length: count }, (_, index) => `word${index + 1} `);

type Answer =
  | { thinking?: string[]; pieces: string[]; pause?: number; rate?: number; error?: string }
  | { status: number };

const failed = new Set<string>();
/** How each model answers: pieces, milliseconds between them, what goes wrong. */
const MODELS: Record<string, (question: string, images: string[]) => Answer> = {
  "echo:test": (question) => ({ pieces: words(question) }),
  "slow:test": () => ({ pieces: counting(120), pause: 100 }),
  "long:test": (question) => ({
    pieces: words(`Answer to ${question}\n\n${"A paragraph of some length. ".repeat(12)}`),
  }),
  // 200 pieces a second, with all that costs a browser something.
  "fast:test": () => ({ pieces: words(`${SHOWCASE}\n${"Plain words between. ".repeat(40)}\n\n`.repeat(8)), rate: 200 }),
  "showcase:test": () => ({
    thinking: words("First the memory, then the waiting. "),
    pieces: words(SHOWCASE),
    pause: 8,
  }),
  "broken:test": () => ({ status: 500 }),
  // Fails at the first question, works at the second.
  "flaky:test": (question) => {
    if (failed.has(question)) return { pieces: words("It works again.") };
    failed.add(question);
    return { pieces: words("It begins "), error: "the model runner has stopped" };
  },
  // Says what it was shown.
  "vision:test": (question, images) => ({
    pieces: words(`${images.length} images: ${images.map(measured).join(", ")}. ${question}`),
  }),
  "remote:test": () => ({ pieces: ["From afar."] }),
};

const CAPABILITIES: Record<string, string[]> = {
  "showcase:test": ["thinking", "tools", "vision"],
  "vision:test": ["vision"],
};

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const details = { family: "simulated", parameter_size: "7.6B", quantization_level: "Q4_K_M" };

type Asked = { model: string; messages: { role: string; content: string; images?: string[] }[] };

/** Width and height, from where a PNG and a JPEG have them. */
function measured(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.subarray(1, 4).toString("latin1") === "PNG")
    return `PNG ${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
  const frame = bytes.findIndex((byte, at) => byte === 0xff && /c[0-2]/.test((bytes[at + 1] ?? 0).toString(16)));
  return `JPEG ${bytes.readUInt16BE(frame + 7)}x${bytes.readUInt16BE(frame + 5)}`;
}

async function readJson(request: IncomingMessage): Promise<Asked> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return JSON.parse(body || "{}") as Asked;
}

async function chat(request: IncomingMessage, response: ServerResponse, kinds: Record<string, string>) {
  const { model, messages } = await readJson(request);
  const { content: question = "", images = [] } = messages.findLast((message) => message.role === "user") ?? {};
  // Titles and follow-ups are asked of the model too; they must not count as a question.
  const task = messages.find((message) => message.role === "system")?.content ?? "";
  const answer: Answer = /title/i.test(task)
    ? { pieces: ["A simulated title"] }
    : messages[0]?.content.startsWith("You keep the notes")
      ? { pieces: ["Ada plans a trip to Lisbon by train."] }
      : /follow-up/i.test(task)
        ? { pieces: ['{"questions": ["What does it cost?", ', '"Who made it?", "Is it ready?"]}'] }
        : (MODELS[kinds[model] ?? ""]?.(question, images) ?? { status: 404 });
  if ("status" in answer) {
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: "the simulator was told to fail" }));
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const send = (line: object) =>
    response.write(`${JSON.stringify({ model, created_at: new Date().toISOString(), ...line })}\n`);
  for (const thinking of answer.thinking ?? []) {
    send({ message: { role: "assistant", content: "", thinking }, done: false });
    await sleep(60);
  }
  const began = performance.now();
  for (const [index, content] of answer.pieces.entries()) {
    if (response.destroyed) return;
    send({ message: { role: "assistant", content }, done: false });
    // By the clock, because a timer is always late.
    if (answer.rate) await sleep(began + ((index + 1) * 1_000) / answer.rate - performance.now());
    if (answer.pause) await sleep(answer.pause);
  }
  if (answer.error) send({ error: answer.error });
  else
    send({
      message: { role: "assistant", content: "" },
      done: true,
      done_reason: "stop",
      prompt_eval_count: 21,
      eval_count: answer.pieces.length,
      total_duration: 1_400_000_000,
      load_duration: 120_000_000,
      prompt_eval_duration: 80_000_000,
      eval_duration: 1_100_000_000,
    });
  response.end();
}

const LAYERS = [
  { digest: `sha256:${"4".repeat(64)}`, total: 1_900_000_000 },
  { digest: `sha256:${"7".repeat(64)}`, total: 8_400_000 },
];
const STEPS = 20;

/** A model whose name begins with "full" finds no place; one with "slow" takes its time. */
async function pull(model: string, response: ServerResponse, have: () => void) {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  const send = (line: object) => response.write(`${JSON.stringify(line)}\n`);
  send({ status: "pulling manifest" });
  for (const layer of LAYERS)
    for (let step = 1; step <= STEPS; step++) {
      if (response.destroyed) return;
      const completed = (layer.total * step) / STEPS;
      send({ status: `pulling ${layer.digest.slice(7, 19)}`, ...layer, completed });
      if (model.startsWith("full")) return void response.end('{"error":"write blob: no space left on device"}\n');
      if (model.startsWith("slow")) await sleep(step < STEPS / 2 ? 100 : 1_000);
    }
  have();
  send({ status: "success" });
  response.end();
}

export type Simulator = { url: string; close: () => void };

/** `names` are its models, each with the name of the one above that it answers as; without them it has all. */
export function startEngineSimulator(names?: Record<string, string>): Promise<Simulator> {
  const kinds = { ...(names ?? Object.fromEntries(Object.keys(MODELS).map((name) => [name, name]))) };
  let loaded: string[] = [];
  let pulls = 0;
  const digests: Record<string, string> = {};
  const install = (name: string) => {
    kinds[name] ??= "echo:test";
    digests[name] = `${name}-${pulls++}`;
  };
  const server = createServer((request, response) => {
    const json = (value: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    switch (new URL(request.url ?? "/", "http://simulator").pathname) {
      case "/api/version":
        return json({ version: "0.40.0" });
      case "/api/ps":
        return json({ models: loaded.map((name) => ({ name })) });
      case "/api/tags":
        return json({
          models: Object.keys(kinds).map((name) => ({
            name,
            model: name,
            digest: digests[name] ?? name,
            size: 4_700_000_000,
            details,
            ...(name === "remote:test" ? { remote_host: "https://models.example" } : {}),
          })),
        });
      case "/api/show":
        return void readJson(request).then(({ model }) =>
          json({
            capabilities: ["completion", ...(CAPABILITIES[model] ?? [])],
            details,
            model_info: { "simulated.context_length": 8192, "general.architecture": "simulated" },
          }),
        );
      case "/api/chat":
        return void chat(request, response, kinds).catch(() => response.destroy());
      case "/api/pull":
      case "/api/create":
        return void readJson(request)
          .then(({ model }) => pull(model, response, () => install(model)))
          .catch(() => response.destroy());
      case "/api/copy":
        return void (readJson(request) as Promise<unknown>).then((body) => {
          const { source, destination } = body as { source: string; destination: string };
          kinds[destination] = kinds[source] ?? "echo:test";
          response.end();
        });
      case "/api/delete":
        return void readJson(request).then(({ model }) => {
          delete kinds[model];
          response.end();
        });
      case "/api/generate":
        return void (readJson(request) as Promise<unknown>).then((body) => {
          const { model, keep_alive } = body as { model: string; keep_alive: number };
          loaded = [...loaded.filter((name) => name !== model), ...(keep_alive === 0 ? [] : [model])];
          json({ model, done: true });
        });
      default:
        response.statusCode = 404;
        return json({ error: "not simulated" });
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }),
    );
  });
}
