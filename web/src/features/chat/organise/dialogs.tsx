import { Suspense } from "react";
import { lazy } from "@/lib/lazy";
import { useSignal } from "@/lib/signal";
import { dialog } from "./state";

const Open = lazy(() => import("./open-dialog"));

/** Where the dialogs of folders, tags and moving appear, whoever asked for them. */
export function OrganiseDialogs() {
  const now = useSignal(dialog);
  return <Suspense>{now && <Open now={now} onClose={() => dialog.set(null)} />}</Suspense>;
}
