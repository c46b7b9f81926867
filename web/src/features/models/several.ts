import { useMemo, useState } from "react";
import type { Choice } from "./choice";

/** Fewest and most models that answer one question together. */
export const SEVERAL = { from: 2, to: 4 };
const NONE: string[] = [];

/** Which models answer the next question together; none: the one that is chosen. */
export function useSeveral({ models }: Choice) {
  const [marked, setMarked] = useState<string[]>(NONE);
  const list = models.data;
  const names = useMemo(() => list?.map((model) => model.name) ?? NONE, [list]);
  const chosen = useMemo(() => marked.filter((name) => names.includes(name)), [marked, names]);
  const toggle = (name: string) =>
    setMarked((before) =>
      before.includes(name) ? before.filter((other) => other !== name) : [...before, name].slice(-SEVERAL.to),
    );
  return {
    /** All that can be asked. */
    names,
    marked: chosen,
    /** What to send: nothing as long as it is not several. */
    several: chosen.length >= SEVERAL.from ? chosen : NONE,
    toggle,
    clear: () => setMarked(NONE),
  };
}

export type Several = ReturnType<typeof useSeveral>;
