import { expect, it } from "vitest";
import { LANGUAGES } from "./language";

const files = import.meta.glob("./*/*.ts", { eager: true });
const names = Object.keys(files).flatMap((path) => path.match(/^\.\/en\/(.+)\.ts$/)?.[1] ?? []);
const others = Object.keys(LANGUAGES).filter((code) => code !== "en");

/** What kind of thing every key is, by its path; a sentence that is empty says so. */
function shapeOf(value: unknown, path = ""): string[] {
  if (typeof value === "function") return [`${path}: function of ${value.length}`];
  if (typeof value === "string") return [`${path}: ${value.trim() ? "sentence" : "empty"}`];
  const list = Array.isArray(value) ? [`${path}: ${value.length} in a row`] : [];
  return [...list, ...Object.entries(value as object).flatMap(([key, one]) => shapeOf(one, `${path}.${key}`))].sort();
}

it.each(names)("English says something at every key of %s", (name) => {
  const shape = shapeOf({ ...(files[`./en/${name}.ts`] as object) });
  expect(shape.length).toBeGreaterThan(0);
  expect(shape.filter((line) => line.endsWith("empty"))).toEqual([]);
});

it.each(others.flatMap((code) => names.map((name) => [code, name] as const)))("%s has all of %s", (code, name) => {
  expect(Object.keys(files)).toContain(`./${code}/${name}.ts`);
  expect(shapeOf({ ...(files[`./${code}/${name}.ts`] as object) })).toEqual(
    shapeOf({ ...(files[`./en/${name}.ts`] as object) }),
  );
});
