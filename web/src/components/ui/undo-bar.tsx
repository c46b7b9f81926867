import { Undo2 } from "lucide-react";
import { useEffect } from "react";
import { useSignal } from "@/lib/signal";
import { undoable } from "@/lib/undo";
import { text } from "@/texts/text";
import { Button } from "./button";

const STAYS = 12_000;

/**
 * What was just taken away, and the way to have it back. The frame of the page has it; a dialog that takes something away and stays
 * open has its own, in the flow, as nothing behind it can be reached.
 */
export function UndoBar({ within = false }: { within?: boolean }) {
  const now = useSignal(undoable);
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => undoable.set(null), STAYS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div
      role="status"
      className={
        within
          ? "flex justify-center empty:hidden"
          : "pointer-events-none fixed inset-x-0 bottom-4 z-40 flex justify-center px-4 in-[body:has(#composer)]:bottom-36"
      }
    >
      {now && (
        <div className="pointer-events-auto flex max-w-full items-center gap-3 rounded-xl border bg-card py-1.5 ps-4 pe-1.5 shadow-float">
          <span className="min-w-0 truncate text-sm">{now.problem ?? now.what}</span>
          <Button variant="quiet" size="sm" onClick={() => void now.undo()}>
            <Undo2 aria-hidden className="rtl:-scale-x-100" />
            {now.problem ? text.app.retry : text.app.undo}
          </Button>
        </div>
      )}
    </div>
  );
}
