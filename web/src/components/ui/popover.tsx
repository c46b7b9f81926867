import { cloneElement, type MouseEvent, type ReactElement, type ReactNode } from "react";
import { LaterPart, useLaterPart } from "@/lib/on-intent";

export type PopoverProps = {
  /** A button; it must not listen to clicks itself. */
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  /** Made when it is open. */
  children: (close: () => void) => ReactNode;
  /** Pressing the trigger does something besides. */
  onOpen?: () => void;
  align?: "start" | "end";
  side?: "top" | "bottom";
  container?: HTMLElement | null;
};

const popup = new LaterPart(() => import("./popover-popup"));

export function Popover(props: PopoverProps) {
  const { opened, trigger } = useLaterPart(popup);
  return opened ? (
    <opened.part.PopoverPopup {...props} />
  ) : (
    cloneElement(props.trigger, {
      ...trigger,
      onClick: (event: MouseEvent) => {
        // Done even when what opens cannot be fetched.
        props.onOpen?.();
        trigger.onClick(event);
      },
      "aria-haspopup": "dialog",
      "aria-expanded": false,
    })
  );
}
