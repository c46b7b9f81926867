import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useId, useSyncExternalStore } from "react";
import { text } from "@/texts/text";
import { Button } from "./button";

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
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_195/0.45)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed inset-y-0 end-0 z-50 flex w-96 max-w-[92vw] flex-col bg-sidebar pb-[env(safe-area-inset-bottom)] shadow-float outline-none transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <div className="flex items-center justify-between px-4 py-2.5">
            <Base.Title className="text-sm font-semibold">{title}</Base.Title>
            {close}
          </div>
          {children(true)}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
