import { type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from "react";
import { Signal } from "@/lib/signal";
import type { Row } from "./rows";
import { clearSelection, dialog, selection, toggleSelected, unfold } from "./state";
import { useTrash } from "./use-trash";

const TRIGGER = "[data-actions] button";

/** The row whose title is being changed. */
export const renaming = new Signal<string | null>(null);

type Options = {
  rows: readonly Row[];
  scroller: RefObject<HTMLElement | null>;
  show: (index: number) => void;
  onFocus: (key: string | null) => void;
};

/** Arrow keys walk, right and left unfold and fold, Space picks, F2 renames, Delete puts into the trash, the menu key opens the menu. */
export function useListKeys({ rows, scroller, show, onFocus }: Options) {
  // A row that is to have the focus may be mounted only after the list has scrolled to it.
  const wanted = useRef<string | null>(null);
  const trash = useTrash();
  const settle = () => {
    const row = wanted.current && scroller.current?.querySelector(`[data-row="${CSS.escape(wanted.current)}"]`);
    const target = row ? row.querySelector<HTMLElement>("[data-main]") : null;
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  };
  useEffect(settle);

  const go = (from: number, step: 1 | -1) => {
    let index = from;
    while (rows[index] && rows[index]?.kind !== "conversation" && rows[index]?.kind !== "folder") index += step;
    const row = rows[index];
    if (!row) return false;
    wanted.current = row.key;
    onFocus(row.key);
    show(index);
    settle();
    return true;
  };

  const remove = (row: Row) => {
    if (row.kind === "folder") dialog.set({ kind: "delete-folder", folder: row.folder });
    if (row.kind !== "conversation") return;
    const picked = selection.get();
    void trash(picked.has(row.conversation.id) ? [...picked.values()] : [row.conversation]);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape" && selection.get().size > 0) {
      event.preventDefault();
      clearSelection();
      return;
    }
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-main]")) return;
    const index = rows.findIndex(({ key }) => key === rowKey(event.target));
    const row = rows[index];
    if (!row) return;
    const fold = (open: boolean) => {
      if (row.kind === "folder" && row.open !== open) unfold(row.folder.id, open);
      else if (open) go(index + 1, 1);
      else go(parentOf(rows, index), -1);
    };
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const openMenu = () =>
      (event.target as HTMLElement).closest("[data-row]")?.querySelector<HTMLElement>(TRIGGER)?.click();
    const actions: Record<string, () => unknown> = {
      ArrowDown: () => go(index + 1, 1),
      ArrowUp: () => go(index - 1, -1),
      Home: () => go(0, 1),
      End: () => go(rows.length - 1, -1),
      ArrowRight: () => fold(forward === "ArrowRight"),
      ArrowLeft: () => fold(forward === "ArrowLeft"),
      F2: () => rename(row),
      Delete: () => remove(row),
      ContextMenu: openMenu,
    };
    if (event.shiftKey) actions.F10 = openMenu;
    if (row.kind === "conversation") actions[" "] = () => toggleSelected(row.conversation);
    const action = event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
    // The next one takes the place of what is gone.
    if (event.key === "Delete" && row.kind === "conversation" && !go(index + 1, 1)) go(index - 1, -1);
  };

  return {
    onKeyDown,
    onFocus: (event: FocusEvent<HTMLElement>) => onFocus(rowKey(event.target)),
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      const row = (event.target as HTMLElement).closest("[data-row]");
      const trigger = row?.querySelector<HTMLElement>(TRIGGER);
      if (!trigger || (event.target as HTMLElement).closest("input")) return;
      event.preventDefault();
      // A long press picks instead.
      if ((event.nativeEvent as PointerEvent).pointerType !== "touch") trigger.click();
    },
  };
}

const rowKey = (element: EventTarget) =>
  (element as HTMLElement).closest<HTMLElement>("[data-row]")?.dataset.row ?? null;

function rename(row: Row) {
  if (row.kind === "conversation") renaming.set(row.key);
  if (row.kind === "folder") dialog.set({ kind: "folder", folder: row.folder, parent: row.folder.parentId });
}

/** The folder a row lies in. */
function parentOf(rows: readonly Row[], index: number): number {
  const row = rows[index];
  const level = row && "level" in row ? row.level : 0;
  for (let at = index - 1; at >= 0; at--) {
    const above = rows[at];
    if (above?.kind === "folder" && above.level < level) return at;
  }
  return index;
}
