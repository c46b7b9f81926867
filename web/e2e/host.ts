import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngineSimulator } from "./engine-simulator";

const ROOT = join(import.meta.dirname, "..", "..");
/** What was built last: by ./run, by a test run, by dotnet build. */
const PROGRAMS = [
  "artifacts/run/ollamanet",
  "artifacts/bin/OllamaNet.Host/debug/ollamanet",
  "artifacts/bin/OllamaNet.Host/release/ollamanet",
];
const PATIENCE = 90_000;

/** Starts the real host on a free port, with a database and data of its own and the simulator as a second node. */
export async function startHost(
  more: Record<string, string> = {},
): Promise<{ url: string; stop: () => Promise<void> }> {
  const program = process.env.OLLAMANET_PROGRAM ?? newest(PROGRAMS.map((path) => join(ROOT, path)).filter(existsSync));
  if (!program) throw new Error("The host is not built. Run: dotnet build src/OllamaNet.Host");
  const engine = await startEngineSimulator();
  const data = mkdtempSync(join(tmpdir(), "ollamanet-e2e-"));
  const settings = {
    "Inference:Nodes:0:Name": "embedded",
    "Inference:Nodes:0:Kind": "embedded",
    "Inference:Nodes:1:Name": "simulator",
    "Inference:Nodes:1:Kind": "ollama",
    "Inference:Nodes:1:Url": engine.url,
    // Some of the tests make hundreds of conversations.
    "Limits:User:Burst": "20000",
    ...extra,
    ...more,
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const host = spawn(program, ["serve", "--data", data, "--urls", "http://127.0.0.1:0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, OLLAMANET_NATIVE: undefined },
  });
  const url = await addressOf(host);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => host.once("exit", resolve));
      host.kill("SIGTERM");
      await ended;
      engine.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** By the code in it: the file that starts it is not written anew each time. */
const newest = (programs: string[]) =>
  programs.sort((one, other) => statSync(`${other}.dll`).mtimeMs - statSync(`${one}.dll`).mtimeMs)[0];

/** OLLAMANET_SETTINGS: more settings, as JSON. */
const extra = JSON.parse(process.env.OLLAMANET_SETTINGS ?? "{}") as Record<string, string>;

function addressOf(host: ChildProcess): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      host.kill("SIGKILL");
      reject(new Error(`${why}\n${output}`));
    };
    const timer = setTimeout(() => fail("The host did not say where it listens."), PATIENCE);
    host.once("exit", (code) => fail(`The host ended with ${code}.`));
    for (const stream of [host.stdout, host.stderr])
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        const found = /open\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(output);
        if (!found?.[1]) return;
        clearTimeout(timer);
        host.removeAllListeners("exit");
        resolve(found[1]);
      });
  });
}
