import { Tooltip } from "@base-ui/react/tooltip";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";

type Props = Omit<ComponentProps<typeof Button>, "aria-label"> & { label: string; children?: ReactNode };

/** A button that shows only an icon: named for everyone, labelled on hover and focus. */
export function IconButton({ label, size = "iconSm", variant = "quiet", ...props }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={<Button aria-label={label} size={size} variant={variant} {...props} />} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="rounded-md bg-foreground px-2 py-1 text-xs font-medium text-background transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {label}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
