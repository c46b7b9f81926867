import { Signal } from "./signal";

type Undoable = { what: string; undo: () => Promise<void>; problem?: string };

/** The last thing that was removed and can be brought back. */
export const undoable = new Signal<Undoable | null>(null);

export function offerUndo(what: string, back: () => Promise<unknown>) {
  const undo = async () => {
    undoable.set(null);
    try {
      await back();
    } catch (error) {
      undoable.set({ what, undo, problem: error instanceof Error ? error.message : String(error) });
    }
  };
  undoable.set({ what, undo });
}
