import { spawn } from "node:child_process";
import { join } from "node:path";

const CLIENTS = join(import.meta.dirname, "..", "..", "tests", "clients");

/** A real OpenID Connect provider on this machine: the package oidc-provider, with its own pages. */
export async function startProvider() {
  const program = spawn("node", ["oidc-provider.mjs"], { cwd: CLIENTS, stdio: ["ignore", "pipe", "ignore"] });
  const issuer = await new Promise<string>((resolve, reject) => {
    program.once("exit", (code) => reject(new Error(`The provider ended with ${code}. Run: npm ci in tests/clients`)));
    program.stdout.on("data", (chunk: Buffer) => {
      const found = /issuer (\S+)/.exec(chunk.toString());
      if (found?.[1]) resolve(found[1]);
    });
  });
  return {
    issuer,
    /** Makes a server known to it that it leads back to. */
    register: async (redirect: string) => {
      const answer = await fetch(`${issuer}/reg`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ redirect_uris: [redirect] }),
      });
      return (await answer.json()) as { client_id: string; client_secret: string };
    },
    stop: () => program.kill(),
  };
}
