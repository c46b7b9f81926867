import { presets } from "@/texts/presets";

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** Text as a schema, or what is wrong with it. */
export function readSchema(text: string): { schema: Record<string, unknown> } | { error: string } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    return { error: presets.schemaWrong(error instanceof Error ? error.message : String(error)) };
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return { error: presets.schemaNoObject };
  const type = wrongType(read, 0);
  return type === null ? { schema: read as Record<string, unknown> } : { error: presets.schemaType(type) };
}

/** The first `type` that is none, anywhere a schema can stand. */
function wrongType(schema: unknown, depth: number): string | null {
  if (typeof schema !== "object" || schema === null || depth > 40) return null;
  const { type, properties, items, anyOf, oneOf, allOf, $defs } = schema as Record<string, unknown>;
  for (const one of Array.isArray(type) ? type : type === undefined ? [] : [type])
    if (typeof one !== "string" || !TYPES.includes(one)) return String(one);
  const below = [properties, $defs].flatMap((map) => (map && typeof map === "object" ? Object.values(map) : []));
  for (const list of [anyOf, oneOf, allOf]) if (Array.isArray(list)) below.push(...list);
  for (const next of [...below, items]) {
    const wrong = wrongType(next, depth + 1);
    if (wrong !== null) return wrong;
  }
  return null;
}
