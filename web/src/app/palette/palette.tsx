import { Dialog as Base } from "@base-ui/react/dialog";
import { useRef } from "react";
import { palette } from "@/texts/palette";
import { PaletteBody } from "./palette-body";

const BACKDROP =
  "fixed inset-0 z-40 bg-[oklch(0.15_0.02_195/0.45)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
const POPUP =
  "fixed inset-0 z-50 flex flex-col bg-card outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:inset-x-0 sm:top-[12dvh] sm:bottom-auto sm:mx-auto sm:max-h-[70dvh] sm:w-[calc(100%-2rem)] sm:max-w-2xl sm:rounded-2xl sm:border sm:shadow-float";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; onHelp: () => void };

/** Search and commands over the page; on a phone it is the page. */
export function Palette({ open, onOpenChange, onHelp }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup className={POPUP} initialFocus={input}>
          <Base.Title className="sr-only">{palette.title}</Base.Title>
          <PaletteBody input={input} onClose={() => onOpenChange(false)} onHelp={onHelp} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
