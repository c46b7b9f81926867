import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { nativeModel, sameModel, startDoorEngines } from "./door-engines.js";
import { addressOf, startEngineSimulator } from "./engine-simulator.js";
import { startToolSimulator } from "./tool-simulator.js";

declare module "vitest" {
  interface ProvidedContext {
    url: string;
    /** Of the simulated engines; empty for a server that ran already. */
    engines: string;
    /** The one that calls tools, sees and thinks; empty for a server that ran already. */
    toolSimulator: string;
  }
}

const root = join(import.meta.dirname, "../..");
const startTimeout = 60_000;

/** Starts the built server on a free port with a data folder of its own, the real engine and a slow simulated one; OLLAMANET_URL names a server that runs already. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.OLLAMANET_URL;
  if (given) {
    project.provide("url", given.replace(/\/$/, ""));
    project.provide("engines", "");
    project.provide("toolSimulator", "");
    return undefined;
  }

  const data = mkdtempSync(join(tmpdir(), "ollamanet-clients-"));
  const engine = await startEngineSimulator();
  const doors = await startDoorEngines();
  const tools = await startToolSimulator();
  const abilities = Object.fromEntries(["Completion", "Tools", "Vision", "Thinking", "JsonSchema"].map((ability, i) => [`Capabilities:${i}`, ability]));
  const nodes = [
    { Name: "embedded", Kind: "embedded" },
    { Name: "simulator", Kind: "ollama", Url: addressOf(engine) },
    { Name: "tools", Kind: "ollama", Url: addressOf(tools) },
    { Name: nativeModel, Kind: "ollama", Url: addressOf(doors) },
    { Name: sameModel, Kind: "openai", Url: `${addressOf(doors)}/v1`, ...abilities },
  ];
  project.provide("engines", addressOf(doors));
  project.provide("toolSimulator", addressOf(tools));
  const settings = nodes.flatMap((node, i) => Object.entries(node).map(([key, value]) => `--Inference:Nodes:${i}:${key}=${value}`));
  const server = spawn(binary(), ["serve", "--urls", "http://127.0.0.1:0", "--data", data, "--Chat:DefaultModel=ollamanet-demo", ...settings], { stdio: ["ignore", "pipe", "inherit"] });
  project.provide("url", await listening(server));
  return async () => {
    await stopped(server);
    for (const simulated of [engine, doors, tools]) {
      simulated.closeAllConnections();
      simulated.close();
    }

    rmSync(data, { recursive: true, force: true });
  };
}

function binary(): string {
  const built = ["artifacts/run", "artifacts/bin/OllamaNet.Host/release", "artifacts/bin/OllamaNet.Host/debug"]
    .map((folder) => join(root, folder, "ollamanet"))
    .filter((path) => existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (!built[0]) throw new Error("The server is not built: run `dotnet build src/OllamaNet.Host` first, or name a running one in OLLAMANET_URL.");
  return built[0];
}

function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`The server did not start within ${startTimeout} ms:\n${output}`)), startTimeout);
    server.on("exit", (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
    server.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^\s*open\s+(http:\/\/\S+)/m.exec(output)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url.replace(/\/$/, ""));
    });
  });
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.removeAllListeners("exit");
    server.on("exit", () => resolve());
    server.kill("SIGINT");
  });
}
