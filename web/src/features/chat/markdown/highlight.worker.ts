import { createHighlighterCore, type HighlighterCore, type LanguageInput, type ThemedToken } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";

const LANGUAGES: Record<string, () => LanguageInput> = {
  csharp: () => import("shiki/langs/csharp.mjs"),
  typescript: () => import("shiki/langs/typescript.mjs"),
  tsx: () => import("shiki/langs/tsx.mjs"),
  javascript: () => import("shiki/langs/javascript.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  bash: () => import("shiki/langs/bash.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  kotlin: () => import("shiki/langs/kotlin.mjs"),
  c: () => import("shiki/langs/c.mjs"),
  cpp: () => import("shiki/langs/cpp.mjs"),
  php: () => import("shiki/langs/php.mjs"),
  ruby: () => import("shiki/langs/ruby.mjs"),
  xml: () => import("shiki/langs/xml.mjs"),
  markdown: () => import("shiki/langs/markdown.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  powershell: () => import("shiki/langs/powershell.mjs"),
  dockerfile: () => import("shiki/langs/dockerfile.mjs"),
};
const ALIASES: Record<string, string> = {
  cs: "csharp",
  "c#": "csharp",
  ts: "typescript",
  js: "javascript",
  jsx: "tsx",
  py: "python",
  sh: "bash",
  shell: "bash",
  zsh: "bash",
  console: "bash",
  yml: "yaml",
  rs: "rust",
  kt: "kotlin",
  rb: "ruby",
  ps1: "powershell",
  md: "markdown",
  docker: "dockerfile",
  "c++": "cpp",
  h: "c",
};
const LIGHT = "github-light-high-contrast";
const DARK = "github-dark-high-contrast";

export type Request = { id: number; code: string; language: string };
export type Span = readonly [text: string, light: string, dark: string];
export type Response = { id: number; lines: Span[][] | null };

let core: Promise<HighlighterCore> | undefined;
const loaded = new Set<string>();

self.onmessage = async ({ data: { id, code, language } }: MessageEvent<Request>) => {
  const lines = await colour(code, language.toLowerCase()).catch(() => null);
  self.postMessage({ id, lines } satisfies Response);
};

async function colour(code: string, name: string): Promise<Span[][] | null> {
  const lang = ALIASES[name] ?? name;
  const load = LANGUAGES[lang];
  if (!load) return null;
  core ??= createHighlighterCore({
    engine: createJavaScriptRegexEngine({ forgiving: true }),
    themes: [
      import("shiki/themes/github-light-high-contrast.mjs"),
      import("shiki/themes/github-dark-high-contrast.mjs"),
    ],
    langs: [],
  });
  const highlighter = await core;
  if (!loaded.has(lang)) {
    await highlighter.loadLanguage(load());
    loaded.add(lang);
  }
  const { tokens } = highlighter.codeToTokens(code, {
    lang,
    themes: { light: LIGHT, dark: DARK },
    defaultColor: false,
  });
  return tokens.map((line) => line.map(toSpan));
}

function toSpan(token: ThemedToken): Span {
  const style = token.htmlStyle as Record<string, string> | undefined;
  return [token.content, style?.["--shiki-light"] ?? "", style?.["--shiki-dark"] ?? ""];
}
