import { Menu as Base } from "@base-ui/react/menu";
import { useNavigate } from "@tanstack/react-router";
import { ChevronRight, Columns2, FastForward, GitFork, Pencil, Pin, RotateCcw, Trash2 } from "lucide-react";
import { type ReactElement, useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { MenuPopup, PopupItem, PopupSeparator } from "@/components/ui/menu-popup";
import { announce } from "@/lib/announcer";
import { queryClient } from "@/lib/query-client";
import { text as common } from "@/texts/text";
import { treeText as text } from "@/texts/tree";
import { conversationQuery } from "./api";
import type { ToolbarProps } from "./message-toolbar";
import { isAnswering } from "./row";
import { asProblem } from "./thread";
import { fork, goOn, remove } from "./tree-actions";

type Props = ToolbarProps & { trigger: ReactElement<Record<string, unknown>>; byKeyboard: boolean };

/** Everything that can be done with a message and is not done all the time. */
export function MessageMenu({ thread, row, actions, trigger, byKeyboard }: Props) {
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const answer = row.role === "assistant";
  const running = isAnswering(row);
  const copy = async () => {
    try {
      const title = queryClient.getQueryData(conversationQuery(thread.id).queryKey)?.title ?? null;
      const id = await fork(thread, row, title);
      await navigate({ to: "/c/$id", params: { id } });
      announce(text.forked);
    } catch (error) {
      announce(asProblem(error).message);
      thread.rows.patch(row.key, { problem: asProblem(error) });
    }
  };
  const drop = async () => {
    await remove(thread, row);
    announce(text.deleted);
  };
  return (
    <>
      <MenuPopup
        trigger={trigger}
        byKeyboard={byKeyboard}
        align={answer ? "start" : "end"}
        container={document.getElementById("main")}
      >
        {answer && !running && row.text && (
          <PopupItem
            icon={<FastForward aria-hidden className="rtl:-scale-x-100" />}
            onClick={() => void goOn(thread, row)}
          >
            {text.goOn}
          </PopupItem>
        )}
        {answer && !running && actions.models.length > 1 && <Again thread={thread} row={row} actions={actions} />}
        {answer && row.siblings.length > 1 && (
          <PopupItem icon={<Columns2 aria-hidden />} onClick={() => thread.compared.set(near(row.siblings, row.id))}>
            {text.compare}
          </PopupItem>
        )}
        {!running && (
          <PopupItem icon={<Pencil aria-hidden />} onClick={() => thread.editing.set({ key: row.key, ask: false })}>
            {answer ? text.editAnswer : text.editQuestion}
          </PopupItem>
        )}
        {!running && (
          <PopupItem icon={<Pin aria-hidden />} onClick={() => actions.pin(row)}>
            {row.pinned ? common.context.unpin : common.context.pin}
          </PopupItem>
        )}
        <PopupItem icon={<GitFork aria-hidden />} onClick={() => void copy()}>
          {text.fork}
        </PopupItem>
        <PopupSeparator />
        <PopupItem icon={<Trash2 aria-hidden />} danger onClick={() => setDeleting(true)}>
          {text.delete}
        </PopupItem>
      </MenuPopup>
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={text.deleteTitle}
        hint={text.deleteHint}
        action={text.deleteAction}
        onConfirm={drop}
      />
    </>
  );
}

/** At most four versions, this one among them. */
function near(siblings: readonly string[], id: string | null): string[] {
  const newest = siblings.slice(-4);
  return id && !newest.includes(id) ? [id, ...newest.slice(1)] : newest;
}

function Again({ row, actions }: Pick<ToolbarProps, "thread" | "row" | "actions">) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className="flex min-h-9 cursor-default items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none data-highlighted:bg-accent data-popup-open:bg-accent [&_svg]:size-4 [&_svg]:text-muted-foreground">
        <RotateCcw aria-hidden />
        {text.again}
        <ChevronRight aria-hidden className="ms-auto rtl:-scale-x-100" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner className="z-50">
          <Base.Popup
            aria-label={common.models.choose}
            className="max-h-[min(22rem,var(--available-height))] max-w-[calc(100vw-1.5rem)] min-w-44 overflow-y-auto rounded-xl border bg-card p-1 shadow-float outline-none"
          >
            {actions.models.map((model) => (
              <PopupItem key={model} onClick={() => actions.regenerate(row, model)}>
                <span className="[overflow-wrap:anywhere]">{model}</span>
              </PopupItem>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}
