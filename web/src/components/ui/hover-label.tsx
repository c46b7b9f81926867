import { Tooltip } from "@base-ui/react/tooltip";

type Props = { anchor: HTMLElement; label: string; onClose: () => void };

export function HoverLabel({ anchor, label, onClose }: Props) {
  // Inside the main landmark, for those who go by landmarks; over a dialog it stays beside that.
  const container = anchor.closest("[role$=dialog]") ? undefined : (document.getElementById("main") ?? undefined);
  return (
    <Tooltip.Root open onOpenChange={(open) => !open && onClose()}>
      <Tooltip.Portal container={container}>
        <Tooltip.Positioner anchor={anchor} sideOffset={6} className="pointer-events-none z-50">
          <Tooltip.Popup className="rounded-md bg-foreground px-2 py-1 text-xs font-medium text-background transition-opacity duration-100 data-starting-style:opacity-0">
            {label}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
