import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cn } from "@/lib/cn";

type Props = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** Where it belongs for those who go by landmarks. */
  container?: HTMLElement | null;
};

export function Menu({ trigger, children, align = "end", side = "bottom", container }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={6} align={align} side={side} className="z-50">
          <Base.Popup className="min-w-44 rounded-xl border bg-card p-1 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = { icon?: ReactNode; danger?: boolean; onClick: () => void; children: ReactNode };

export function MenuItem({ icon, danger = false, onClick, children }: ItemProps) {
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

export const MenuSeparator = () => <Base.Separator className="my-1 h-px bg-border" />;
