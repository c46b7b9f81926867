import { Ellipsis } from "lucide-react";
import { cloneElement, type ReactNode, Suspense } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { lazy } from "@/lib/lazy";
import { useMessageSlots } from "@/lib/message-slots";
import { LaterPart, useLaterPart } from "@/lib/on-intent";
import { text } from "@/texts/text";
import { REVEALED } from "./revealed";
import type { Row } from "./row";
import type { Thread } from "./thread";
import type { TurnActions } from "./turn-actions";

const BranchSwitch = lazy(async () => ({ default: (await import("./branch-switch")).BranchSwitch }));
const menu = new LaterPart(() => import("./message-menu"));

export type ToolbarProps = { thread: Thread; row: Row; isLast: boolean; actions: TurnActions };

/**
 * The quiet row under a message: its version, the few things one does often (children, and what other features bring),
 * everything else in the menu.
 */
export function MessageToolbar({ children, note, ...props }: ToolbarProps & { children: ReactNode; note?: ReactNode }) {
  const { thread, row, isLast } = props;
  const { tools, marks } = useMessageSlots();
  const shown = row.id ? { id: row.id, role: row.role, text: row.text } : null;
  const versions = row.siblings.length > 1;
  return (
    <div
      data-testid="toolbar"
      className={cn(
        "mt-1.5 flex min-h-8 flex-wrap items-center gap-0.5",
        row.role === "user" ? "-me-2 justify-end" : "-ms-2",
      )}
    >
      {versions && (
        <Suspense fallback={<span className="h-8 w-24" />}>
          <BranchSwitch thread={thread} row={row} />
        </Suspense>
      )}
      <div className={cn(REVEALED, ((isLast && row.role === "assistant") || row.pinned) && "opacity-100")}>
        {children}
        {shown && tools?.(shown)}
        {row.id && <More {...props} />}
        {note}
      </div>
      {shown && marks?.(shown)}
    </div>
  );
}

function More(props: ToolbarProps) {
  const { opened, trigger } = useLaterPart(menu);
  const button = (
    <IconButton label={text.chat.moreActions}>
      <Ellipsis aria-hidden />
    </IconButton>
  );
  return opened ? (
    <opened.part.MessageMenu {...props} trigger={button} byKeyboard={opened.byKeyboard} />
  ) : (
    cloneElement(button, { ...trigger, "aria-haspopup": "menu", "aria-expanded": false })
  );
}
