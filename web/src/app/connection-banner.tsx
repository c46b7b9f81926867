import { CloudOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { probe, reachable } from "@/lib/connection";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";

export function ConnectionBanner() {
  if (useSignal(reachable)) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 border-b border-signal-border bg-signal-soft px-4 py-2 text-sm"
    >
      <span className="flex items-center gap-2">
        <CloudOff aria-hidden className="size-4 shrink-0 text-signal" />
        {text.app.unreachable}
      </span>
      <Button variant="outline" size="sm" onClick={() => void probe()}>
        {text.app.tryNow}
      </Button>
    </div>
  );
}
