import { Popover as Base } from "@base-ui/react/popover";
import { useRef, useState } from "react";
import type { PopoverProps } from "./popover";

export function PopoverPopup({
  trigger,
  title,
  children,
  onOpen,
  align = "start",
  side = "bottom",
  container,
}: PopoverProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(true);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) onOpen?.();
  };
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={6} align={align} side={side} collisionPadding={12} className="z-50">
          <Base.Popup
            finalFocus={button}
            className="max-h-(--available-height) max-w-[calc(100vw-1.5rem)] min-w-56 overflow-y-auto rounded-xl border bg-card p-4 text-sm shadow-float outline-none"
          >
            <Base.Title className="mb-2 font-semibold">{title}</Base.Title>
            {children(() => setOpen(false))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
