import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

const out = fileURLToPath(new URL("../src/OllamaNet.Host/wwwroot", import.meta.url));
const host = process.env.OLLAMANET_HOST ?? "http://127.0.0.1:5080";

/** Every browser that can run the app takes woff2. */
const onlyWoff2: Plugin = {
  name: "only-woff2",
  generateBundle(_, bundle) {
    for (const name of Object.keys(bundle)) if (/\.(?:ttf|woff)$/.test(name)) delete bundle[name];
  },
};

/** The library of the diagram frame, which loads it as a plain script: a frame without an origin can load no module. */
const diagrams: Plugin = {
  name: "diagrams",
  buildStart() {
    if (this.meta.watchMode) return;
    const library = fileURLToPath(import.meta.resolve("@mermaid-js/tiny/dist/mermaid.tiny.js"));
    this.emitFile({ type: "asset", fileName: "diagram/mermaid.js", source: readFileSync(library) });
  },
};

/** The host sends these in place of the files themselves. */
const compressed: Plugin = {
  name: "compressed",
  closeBundle() {
    for (const name of readdirSync(out, { recursive: true, encoding: "utf8" })) {
      const path = join(out, name);
      if (!/\.(?:js|css|html|svg)$/.test(name) || statSync(path).size < 1_024) continue;
      const content = readFileSync(path);
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 };
      writeFileSync(`${path}.br`, brotliCompressSync(content, { params: quality }));
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  },
};

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));
const page = (route: string) => `${source(`routes/${route}.tsx`)}?tsr-split=component`;

/**
 * What the first pages need comes in few pieces: with a piece for each set of pages that share something, a conversation
 * would be put together from fifty. What comes beside a conversation when it is there is one more. What only later
 * pages need is left to the bundler.
 */
function firstPages(): Rolldown.CodeSplittingNameFunction {
  let reached: ((id: string) => string | null) | undefined;
  return (id, graph) => {
    reached ??= (() => {
      const below = (...roots: string[]) => {
        const found = new Set<string>();
        const look = (one: string) => {
          if (found.has(one)) return;
          found.add(one);
          for (const next of graph.getModuleInfo(one)?.importedIds ?? []) look(next);
        };
        for (const root of roots) look(root);
        return found;
      };
      const start = below(source("main.tsx"));
      const signIn = below(page("login"), page("register"));
      const chat = below(page("_app"), page("_app/index"), page("_app/c.$id"));
      const beside = below(source("app/conversation-tools.tsx"));
      return (one) => {
        if (start.has(one)) return "start";
        if (chat.has(one)) return signIn.has(one) ? "shared" : "chat";
        return beside.has(one) ? "beside" : null;
      };
    })();
    return reached(id);
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double" }),
    react(),
    tailwindcss(),
    onlyWoff2,
    diagrams,
    compressed,
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  worker: { format: "es" },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2023",
    // Small fonts as data: URIs would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ debugName: "first pages", name: firstPages() }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: host }, "/health": { target: host }, "/openapi": { target: host } },
  },
  test: {
    pool: "forks",
    // A DOM and React for each file were half of the processor time; no file leaves anything that another one minds.
    isolate: false,
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
  },
});
