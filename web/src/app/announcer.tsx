import { announcement } from "@/lib/announcer";
import { useSignal } from "@/lib/signal";

/** Read out by screen readers, seen by nobody. */
export function Announcer() {
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {useSignal(announcement)}
    </p>
  );
}
