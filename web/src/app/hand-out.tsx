import { Suspense } from "react";
import { handedOut } from "@/lib/hand-out";
import { lazy } from "@/lib/lazy";
import { useSignal } from "@/lib/signal";

const ShareDialog = lazy(() => import("@/features/share/share-dialog"));
const ExportDialog = lazy(() => import("@/features/data/export-dialog"));

/** The dialogs for giving a conversation away: loaded when the first is asked for. */
export function HandOut() {
  const asked = useSignal(handedOut);
  if (!asked) return null;
  const Asked = asked.how === "share" ? ShareDialog : ExportDialog;
  return (
    <Suspense>
      <Asked key={asked.conversation.id} conversation={asked.conversation} onClose={() => handedOut.set(null)} />
    </Suspense>
  );
}
