import { Columns2 } from "lucide-react";
import { cloneElement } from "react";
import { Button } from "@/components/ui/button";
import { LaterPart, useLaterPart } from "@/lib/on-intent";
import { text } from "@/texts/text";
import type { Several } from "./several";

const list = new LaterPart(() => import("./several-list"));

/** Chooses several models for one question. Out of the way where there is only one. */
export function SeveralPicker({ several }: { several: Several }) {
  const { opened, trigger } = useLaterPart(list);
  const count = several.several.length;
  if (several.names.length < 2) return null;
  const button = (
    <Button
      variant={count > 0 ? "ghost" : "quiet"}
      size={count > 0 ? "sm" : "iconSm"}
      aria-label={text.models.several(count)}
      data-hover-label=""
    >
      <Columns2 aria-hidden className={count > 0 ? "text-primary" : undefined} />
      {count > 0 && <span className="tabular-nums">{count}</span>}
    </Button>
  );
  return opened ? (
    <opened.part.SeveralList several={several} trigger={button} byKeyboard={opened.byKeyboard} />
  ) : (
    cloneElement(button, { ...trigger, "aria-haspopup": "menu", "aria-expanded": false })
  );
}
