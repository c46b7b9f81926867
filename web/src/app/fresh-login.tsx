import { Suspense } from "react";
import { useOnceOpen } from "@/components/ui/dialog";
import { asking } from "@/lib/fresh";
import { lazy } from "@/lib/lazy";
import { useSignal } from "@/lib/signal";

const FreshDialog = lazy(() =>
  import("@/features/auth/fresh/fresh-dialog").then(({ FreshDialog }) => ({ default: FreshDialog })),
);

/** Fetched when the server first asks who is there. */
export function FreshLogin() {
  return useOnceOpen(useSignal(asking) !== null) ? (
    <Suspense>
      <FreshDialog />
    </Suspense>
  ) : null;
}
