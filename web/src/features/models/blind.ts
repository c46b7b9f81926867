import type { Choice } from "./choice";

/** The first of the models that are asked that sees no images; null when all do, or it is not known yet. */
export function blindOf({ models, name }: Choice, several: readonly string[] = []): string | null {
  const asked = several.length > 0 ? several : [name];
  return models.data?.find((one) => asked.includes(one.name) && !one.capabilities.includes("vision"))?.name ?? null;
}
