import { Menu as Base } from "@base-ui/react/menu";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import type { MenuItemProps, MenuProps } from "./menu";

type Props = MenuProps & { byKeyboard: boolean };

export function MenuPopup({ trigger, children, align = "end", side = "bottom", container, byKeyboard }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef(!byKeyboard);
  useEffect(() => {
    // Pressed again rather than open from the start: the menu then begins at its first entry, as it does for keys.
    if (!pressed.current) button.current?.click();
    pressed.current = true;
  }, []);
  return (
    <Base.Root defaultOpen={!byKeyboard}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={6} align={align} side={side} collisionPadding={12} className="z-50">
          <Base.Popup
            finalFocus={button}
            className="max-h-(--available-height) max-w-[min(24rem,calc(100vw-1.5rem))] min-w-44 overflow-y-auto overscroll-contain rounded-xl border bg-card p-1 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function PopupItem({ icon, danger = false, onClick, children }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onClick}
      className={cn(
        "flex min-h-9 cursor-default items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none data-highlighted:bg-accent [&_svg]:size-4",
        danger ? "text-danger" : "[&_svg]:text-muted-foreground",
      )}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

export const PopupSeparator = () => <Base.Separator className="my-1 h-px bg-border" />;
