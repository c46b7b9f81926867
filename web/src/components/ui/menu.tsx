import { cloneElement, type ReactElement, type ReactNode } from "react";
import { LaterPart, useLaterPart } from "@/lib/on-intent";

export type MenuProps = {
  /** A button; it must not listen to clicks itself. */
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** Where it belongs for those who go by landmarks. */
  container?: HTMLElement | null;
};
export type MenuItemProps = { icon?: ReactNode; danger?: boolean; onClick: () => void; children: ReactNode };

const popup = new LaterPart(() => import("./menu-popup"));

export function Menu(props: MenuProps) {
  const { opened, trigger } = useLaterPart(popup);
  return opened ? (
    <opened.part.MenuPopup {...props} byKeyboard={opened.byKeyboard} />
  ) : (
    cloneElement(props.trigger, { ...trigger, "aria-haspopup": "menu", "aria-expanded": false })
  );
}

// Within an open menu, so the part is there.
export function MenuItem(props: MenuItemProps) {
  const part = popup.get();
  return part ? <part.PopupItem {...props} /> : null;
}

export function MenuSeparator() {
  const part = popup.get();
  return part ? <part.PopupSeparator /> : null;
}
