import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";

type Props = Omit<ComponentProps<typeof Button>, "aria-label"> & { label: string; children?: ReactNode };

/** A button that shows only an icon: named for everyone, labelled on hover and focus (see hover-labels). */
export function IconButton({ label, size = "iconSm", variant = "quiet", ...props }: Props) {
  return <Button aria-label={label} data-hover-label="" size={size} variant={variant} {...props} />;
}
