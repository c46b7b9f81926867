import { expect, it, vi } from "vitest";

it.each([
  [true, "auto"],
  [false, "smooth"],
])("asks whether less motion is wanted: %s", async (matches, behavior) => {
  vi.resetModules();
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: matches && query === "(prefers-reduced-motion: reduce)",
  }));

  const { gliding } = await import("./motion");

  expect(gliding()).toBe(behavior);
  vi.unstubAllGlobals();
});
