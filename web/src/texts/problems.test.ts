import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { attachments } from "./de/attachments";
import { LANGUAGES } from "./language";

const catalogues = import.meta.glob<{ problems: Record<string, string> }>("./*/problems.ts", { eager: true });
const others = Object.keys(LANGUAGES).filter((code) => code !== "en");

/** What only other programs than this interface meet, and `validation`, whose words say which field is wrong. */
const NOT_HERE = [
  ...["ambiguous-credentials", "invalid-api-key", "key-not-allowed", "not-for-keys", "scope-missing"],
  ...["idempotency-key-reused", "if-match-required", "invalid-json", "invalid-query"],
  ...["method-not-allowed", "unsupported-media-type", "validation"],
];
const SOURCES = ["Auth", "Catalog", "Chat", "Gateway", "Platform"].map((role) => `../src/OllamaNet.${role}`);
const CODE = [
  /Problems\.(?:BadRequest|Unauthorized|Forbidden|Conflict|TooManyRequests|Unavailable)\(\s*"([a-z-]+)"/g,
  /Problems\.Of\([\w.]+,\s*"([a-z-]+)"/g,
  /Problems\.NotFound\("([a-z ]+)"/g,
  /(?:=> |new|Failed|Exception)\(\s*"([a-z-]+)", \$?"[A-Z]/g,
];

function codesOf(file: string) {
  const source = readFileSync(file, "utf8");
  return CODE.flatMap((form) =>
    [...source.matchAll(form)].map(([all, code = ""]) =>
      all.includes("NotFound") ? `${code.replaceAll(" ", "-")}-not-found` : code,
    ),
  );
}

const codes = new Set(
  SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".cs") && !name.includes("Presets/PresetProfiles"))
      .flatMap((name) => codesOf(`${folder}/${name}`)),
  ),
);

/** The kinds of failure of an engine: `Problems.CodeOf` makes their codes. */
function engineCodes() {
  const source = readFileSync("../src/OllamaNet.Contracts/Inference/InferenceException.cs", "utf8");
  const kinds = [...source.slice(source.indexOf("enum")).matchAll(/^ {4}([A-Z]\w+),/gm)].map(([, kind = ""]) => kind);
  const named: Record<string, string> = {
    ModelNotFound: "model-not-found",
    Unsupported: "unsupported",
    LimitReached: "rate-limited",
    QuotaReached: "quota-exceeded",
  };
  return kinds.map((kind) => named[kind] ?? `engine-${kind.toLowerCase()}`);
}

it("finds the codes where the server has them", () => {
  expect([...codes]).toEqual(expect.arrayContaining(["wrong-credentials", "broken-archive", "not-found", "internal"]));
  expect(engineCodes()).toContain("engine-unavailable");
});

it.each(others)("%s has a sentence for every code that a person can meet", (language) => {
  const { problems } = catalogues[`./${language}/problems.ts`] ?? { problems: {} };
  const known = [...Object.keys(problems), ...Object.keys(attachments.errors), ...NOT_HERE];
  expect([...codes, ...engineCodes()].filter((code) => !known.includes(code))).toEqual([]);
  expect(Object.values(problems).filter((sentence) => !sentence.trim())).toEqual([]);
});
