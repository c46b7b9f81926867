import { type ComponentType, type LazyExoticComponent, lazy as once } from "react";
import { probe, reportUnreachable, whenReachable } from "./connection";

/**
 * React's, on a line that comes and goes: what cannot be fetched leaves its place empty until the server answers again, instead of
 * breaking the page.
 */
// biome-ignore lint/suspicious/noExplicitAny: as React has it, the properties are the component's own
export const lazy = <T extends ComponentType<any>>(load: () => Promise<{ default: T }>): LazyExoticComponent<T> =>
  once(() => patiently(load));

async function patiently<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    if (!(await probe())) {
      reportUnreachable();
      await whenReachable();
    }
    return load();
  }
}
