import { text } from "@/texts/text";

/** Every shortcut of the app; the help is this list, so it cannot be out of date. */
export const SHORTCUTS = [
  { keys: ["Ctrl", "K"], name: text.shortcuts.search, action: "search" },
  { keys: ["Ctrl", "Shift", "O"], name: text.shortcuts.newChat, action: "new" },
  { keys: ["Shift", "Esc"], name: text.shortcuts.focus, action: "focus" },
  { keys: ["Ctrl", "Shift", "L"], name: text.shortcuts.list, action: "list" },
  { keys: ["Ctrl", "B"], name: text.shortcuts.sidebar, action: "sidebar" },
  { keys: ["Ctrl", "Shift", "Y"], name: text.shortcuts.copyLast, action: "copy" },
  { keys: ["Ctrl", "Shift", "X"], name: text.shortcuts.notes, action: "notes" },
  { keys: ["Ctrl", "Shift", "E"], name: text.shortcuts.editLast, action: "edit" },
  { keys: ["Alt", "Shift", "←"], name: text.shortcuts.previousVersion, action: "previous" },
  { keys: ["Alt", "Shift", "→"], name: text.shortcuts.nextVersion, action: "next" },
  { keys: ["Esc"], name: text.shortcuts.stop, action: "stop" },
  { keys: ["Ctrl", "/"], name: text.shortcuts.help, action: "help" },
  { keys: ["?"], name: text.shortcuts.helpOutside, action: "help" },
  { keys: ["Enter"], name: text.shortcuts.send, action: null },
  { keys: ["Shift", "Enter"], name: text.shortcuts.line, action: null },
] as const;

export type ShortcutAction = Exclude<(typeof SHORTCUTS)[number]["action"], null>;

/** Keys that are written otherwise than the browser names them. */
const NAMES: Record<string, string> = { Esc: "escape", "←": "arrowleft", "→": "arrowright" };

/** Which shortcut a key press is. Command stands in for Ctrl on a Mac. */
export function shortcutOf(event: KeyboardEvent): ShortcutAction | null {
  const found = SHORTCUTS.find(({ keys, action }) => {
    const wanted = NAMES[keys.at(-1) ?? ""] ?? (keys.at(-1) ?? "").toLowerCase();
    const has = (name: string) => (keys as readonly string[]).includes(name);
    return (
      action !== null &&
      event.key.toLowerCase() === wanted &&
      (event.ctrlKey || event.metaKey) === has("Ctrl") &&
      event.altKey === has("Alt") &&
      // Where / or ? needs Shift, it is still meant.
      (event.shiftKey === has("Shift") || wanted === "/" || wanted === "?") &&
      (wanted !== "?" || !isTyping(event.target))
    );
  });
  return found?.action ?? null;
}

/** A bare character belongs to a field, and in an open list it finds what begins with it. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=listbox], [role=menu]") !== null);
