import { X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useId, useState, useSyncExternalStore } from "react";
import { text } from "@/texts/text";
import { Button } from "./button";

const Drawer = lazy(() => import("./drawer"));

const WIDE = "(min-width: 64rem)";
const subscribe = (listener: () => void) => {
  const query = matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** `overlay`: it lies over the page and is in the way of what one goes to. */
  children: (overlay: boolean) => ReactNode;
};

/** Something beside the page: a column where there is room, a drawer where there is none. */
export function Dock({ open, onOpenChange, title, children }: Props) {
  const wide = useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
  const id = useId();
  // Fetched when it is first opened, and there from then on: it moves out as well.
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  const close = (
    <Button
      variant="quiet"
      size="iconSm"
      aria-label={text.app.close}
      className="-me-1"
      onClick={() => onOpenChange(false)}
    >
      <X aria-hidden />
    </Button>
  );
  if (wide)
    return open ? (
      <aside aria-labelledby={id} className="flex w-80 shrink-0 flex-col border-s bg-sidebar">
        <div className="flex items-center justify-between px-4 py-2.5">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {close}
        </div>
        {children(false)}
      </aside>
    ) : null;
  if (!wasOpen) return null;
  return (
    <Suspense fallback={null}>
      <Drawer open={open} onOpenChange={onOpenChange} title={title}>
        {children(true)}
      </Drawer>
    </Suspense>
  );
}
