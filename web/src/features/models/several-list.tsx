import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement } from "react";
import { MenuPopup, PopupItem, PopupSeparator } from "@/components/ui/menu-popup";
import { treeText as text } from "@/texts/tree";
import { SEVERAL, type Several } from "./several";

type Props = { several: Several; trigger: ReactElement<Record<string, unknown>>; byKeyboard: boolean };

export function SeveralList({ several: { names, marked, toggle, clear }, trigger, byKeyboard }: Props) {
  return (
    <MenuPopup
      trigger={trigger}
      byKeyboard={byKeyboard}
      align="start"
      side="top"
      container={document.getElementById("main")}
    >
      <p className="max-w-64 px-2.5 py-2 text-xs text-muted-foreground">{text.severalHint}</p>
      <div className="max-h-72 overflow-y-auto">
        {names.map((name) => (
          <Base.CheckboxItem
            key={name}
            checked={marked.includes(name)}
            disabled={!marked.includes(name) && marked.length >= SEVERAL.to}
            closeOnClick={false}
            onCheckedChange={() => toggle(name)}
            className="flex min-h-9 cursor-default items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none data-disabled:opacity-45 data-highlighted:bg-accent"
          >
            <span className="grid size-4 shrink-0 place-items-center rounded border border-input">
              <Base.CheckboxItemIndicator>
                <Check aria-hidden className="size-3.5 text-primary" />
              </Base.CheckboxItemIndicator>
            </span>
            <span className="[overflow-wrap:anywhere]">{name}</span>
          </Base.CheckboxItem>
        ))}
      </div>
      {marked.length > 0 && (
        <>
          <PopupSeparator />
          <PopupItem onClick={clear}>{text.severalNone}</PopupItem>
        </>
      )}
    </MenuPopup>
  );
}
