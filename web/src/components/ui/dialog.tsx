import { type ReactNode, Suspense, useRef } from "react";
import { lazy } from "@/lib/lazy";

export type DrawerProps = { open: boolean; onOpenChange: (open: boolean) => void; title: string; children: ReactNode };
export type DialogProps = DrawerProps & {
  wide?: boolean;
  /** Something is typed in it: a click beside it must not throw that away. */
  keep?: boolean;
  /** It may come while another dialog is open. */
  above?: boolean;
};

const DialogPopup = lazy(async () => ({ default: (await import("./dialog-popup")).DialogPopup }));
const DrawerPopup = lazy(async () => ({ default: (await import("./dialog-popup")).DrawerPopup }));

export function Dialog(props: DialogProps) {
  return useOnceOpen(props.open) ? (
    <Suspense>
      <DialogPopup {...props} />
    </Suspense>
  ) : null;
}

/** The sidebar as a drawer, on small screens. */
export function Drawer(props: DrawerProps) {
  return useOnceOpen(props.open) ? (
    <Suspense>
      <DrawerPopup {...props} />
    </Suspense>
  ) : null;
}

/** Not fetched before it is opened, and kept from then on, so that it can close in peace. */
export function useOnceOpen(open: boolean): boolean {
  const opened = useRef(false);
  opened.current ||= open;
  return opened.current;
}
