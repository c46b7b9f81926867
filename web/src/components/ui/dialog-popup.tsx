import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { cn } from "@/lib/cn";
import { text } from "@/texts/text";
import { Button } from "./button";
import type { DialogProps, DrawerProps } from "./dialog";

const BACKDROP =
  "fixed inset-0 z-40 bg-[oklch(0.15_0.02_195/0.45)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
const CENTERED =
  "fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[calc(100vw-2rem)] -translate-1/2 overflow-y-auto rounded-2xl border bg-card p-6 shadow-float outline-none transition-[opacity,scale] duration-150 data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0";
const SIDE =
  "fixed inset-y-0 start-0 z-50 w-76 max-w-[86vw] bg-sidebar shadow-float outline-none transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full rtl:data-ending-style:translate-x-full rtl:data-starting-style:translate-x-full";

export function DialogPopup({
  open,
  onOpenChange,
  title,
  wide = false,
  keep = false,
  above = false,
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={keep}>
      <Base.Portal>
        <Base.Backdrop className={cn(BACKDROP, above && "z-60")} />
        <Base.Popup className={cn(CENTERED, above && "z-60", wide ? "max-w-xl" : "max-w-md")}>
          <div className="mb-4 flex items-start justify-between gap-4">
            <Base.Title className="text-lg leading-snug font-semibold tracking-tight">{title}</Base.Title>
            <Base.Close
              render={<Button variant="quiet" size="iconSm" aria-label={text.app.close} className="-me-2 -mt-1" />}
            >
              <X aria-hidden />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function DrawerPopup({ open, onOpenChange, title, children }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup className={SIDE}>
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
