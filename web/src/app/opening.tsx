import { Button } from "@/components/ui/button";
import { probe, reachable } from "@/lib/connection";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import { FullPage } from "./full-page";

/** Shown while it is not known yet who is here. */
export function Opening() {
  if (useSignal(reachable)) return <FullPage busy title={text.app.connecting} />;
  return (
    <FullPage
      busy
      title={text.app.unreachableTitle}
      hint={text.app.unreachable}
      action={
        <Button variant="outline" onClick={() => void probe()}>
          {text.app.tryNow}
        </Button>
      }
    />
  );
}
