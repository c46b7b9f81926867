import { expect, test } from "vitest";
import { fillVariables, unknownVariables, variableValues } from "./prompt-variables";
import { readSchema } from "./schema";
import { countOf, said, show, wrongNumber } from "./values";

test("variables are filled in one pass, and a value that looks like one stays", () => {
  const values = { ...variableValues("{{date}}", "llama", new Date(2026, 10, 20, 9, 5)), language: "Portuguese" };

  expect(fillVariables("{{ user }} on {{date}} at {{model}} in {{LANGUAGE}}", values)).toBe(
    "{{date}} on 2026-11-20 at llama in Portuguese",
  );
  expect(values.time).toMatch(/^09:05 UTC/);
});

test("what stands in braces and is no variable is named once", () => {
  expect(unknownVariables("{{user}} {{env}} {{ env }} {{PATH}} {single} {{}}")).toEqual(["env", "PATH", ""]);
});

test("a number outside its range is wrong, and so is half a token", () => {
  expect(wrongNumber("temperature", 2)).toBeNull();
  expect(wrongNumber("temperature", 2.1)).toMatch(/0 to|Between 0 and 2/);
  expect(wrongNumber("topK", 1.5)).not.toBeNull();
  expect(wrongNumber("seed", Number.NaN)).not.toBeNull();
});

test("a schema is an object whose types exist, however deep", () => {
  expect(readSchema('{"type":"object","properties":{"a":{"type":["string","null"]}}}')).toHaveProperty("schema");
  expect(readSchema("{")).toHaveProperty("error");
  expect(readSchema("[]")).toHaveProperty("error");
  expect(readSchema('{"anyOf":[{"items":{"type":"text"}}]}')).toEqual({ error: expect.stringContaining("text") });
});

test("only what is said is kept, and shown as people read it", () => {
  expect(said({ temperature: 0, topK: null, raw: false })).toEqual({ temperature: 0, raw: false });
  expect(show("temperature", Math.fround(0.2))).toBe("0.2");
  expect(show("stop", ["END", "\t"])).toBe('"END" "\\t"');
  expect(show("format", { type: "object" })).toBe("JSON that fits a schema");
});

test("numbers that are left to the model count as changes, and none is nothing said", () => {
  expect(countOf({ temperature: 0.2, topK: null, modelsOwn: ["topP", "seed"] })).toBe(3);
  expect(said({ modelsOwn: [] })).toEqual({});
});
