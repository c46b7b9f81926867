import { Suspense } from "react";
import { lazy } from "@/lib/lazy";
import { useOnceOpen } from "./dialog";

export type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  hint: string;
  action: string;
  /** Closes the dialog when it succeeds; a failure is shown inside. */
  onConfirm: () => Promise<unknown>;
};

const ConfirmPopup = lazy(async () => ({ default: (await import("./confirm-popup")).ConfirmPopup }));

export function Confirm(props: ConfirmProps) {
  return useOnceOpen(props.open) ? (
    <Suspense>
      <ConfirmPopup {...props} />
    </Suspense>
  ) : null;
}
