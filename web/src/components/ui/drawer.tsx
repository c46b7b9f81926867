import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { text } from "@/texts/text";
import { Button } from "./button";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  hint?: string;
  children: ReactNode;
};

/** Something over the end of the page, on a phone over all of it. */
export default function Drawer({ open, onOpenChange, title, hint, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.02_195/0.25)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed inset-y-0 end-0 z-50 flex w-104 max-w-full flex-col border-s bg-card pb-[env(safe-area-inset-bottom)] shadow-float outline-none transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <header className="flex items-start justify-between gap-4 px-4 pt-4 pb-3">
            <div>
              <Base.Title className="text-lg leading-snug font-semibold tracking-tight">{title}</Base.Title>
              {hint && <Base.Description className="text-sm text-muted-foreground">{hint}</Base.Description>}
            </div>
            <Base.Close render={<Button variant="quiet" size="iconSm" aria-label={text.app.close} className="-me-2" />}>
              <X aria-hidden />
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
