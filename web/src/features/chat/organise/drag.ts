import { queryClient } from "@/lib/query-client";
import { text } from "@/texts/text";
import { move, moveFolder } from "./actions";
import { foldersQuery } from "./lists";
import { below, type Row } from "./rows";
import { held, selection, toggleSelected, unfold } from "./state";

const MOUSE_SLOP = 5;
const TOUCH_SLOP = 10;
const LONG_PRESS = 450;
const EDGE = 44;
const UNFOLD_AFTER = 650;

type List = { rows: readonly Row[]; scroller: HTMLElement | null };
/** What is dragged, as a name to show and where it may go. */
type Load = { name: string; mayGo: (into: string | null) => boolean; drop: (into: string | null) => void };

/** From a press to its end: a drag with the mouse; with a finger a long press picks, and moving on drags. */
export function press(first: PointerEvent, { rows, scroller }: List) {
  const element = (first.target as HTMLElement).closest<HTMLElement>("[data-row]");
  const row = rows.find(({ key }) => key === element?.dataset.row);
  if (!row || !scroller || first.button !== 0 || (first.target as HTMLElement).closest("[data-actions], input")) return;
  if (row.kind !== "conversation" && row.kind !== "folder") return;
  const touch = first.pointerType === "touch";
  const ended = new AbortController();
  const { signal } = ended;
  let ready = !touch;
  let drag: Drag | null = null;
  const timer = setTimeout(() => {
    if (!touch) return;
    ready = true;
    held.set(true);
    if (row.kind === "conversation") toggleSelected(row.conversation, true);
    navigator.vibrate?.(10);
    swallowClick();
  }, LONG_PRESS);
  const end = () => {
    clearTimeout(timer);
    held.set(false);
    drag?.stop();
    ended.abort();
  };
  const on = <K extends keyof WindowEventMap>(name: K, listener: (event: WindowEventMap[K]) => void, passive = true) =>
    addEventListener(name, listener, { signal, passive, capture: true });
  on("pointermove", (event) => {
    if (event.pointerId !== first.pointerId) return;
    // Released where nobody heard it, such as outside the window.
    if (event.buttons === 0) return end();
    const far = Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY);
    if (!ready && far > TOUCH_SLOP) end();
    else if (ready && !drag && far > MOUSE_SLOP) drag = new Drag(loadOf(row), scroller);
    drag?.to(event.clientX, event.clientY);
  });
  on("pointerup", () => {
    if (drag) swallowClick();
    drag?.drop();
    end();
  });
  on("pointercancel", end);
  on(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drag) return;
      event.preventDefault();
      event.stopPropagation();
      swallowClick();
      end();
    },
    false,
  );
}

function loadOf(row: Extract<Row, { kind: "conversation" | "folder" }>): Load {
  if (row.kind === "folder") {
    const own = below(queryClient.getQueryData(foldersQuery.queryKey) ?? [], row.folder.id);
    return {
      name: row.folder.name,
      mayGo: (into) => into === null || !own.has(into),
      drop: (into) => void moveFolder(row.folder, into),
    };
  }
  const picked = selection.get();
  const all = picked.has(row.conversation.id) ? [...picked.values()] : [row.conversation];
  return {
    name: (row.conversation.title ?? text.chat.untitled) + (all.length > 1 ? ` +${all.length - 1}` : ""),
    mayGo: () => true,
    drop: (into) => void move(all, into),
  };
}

class Drag {
  private readonly ghost = document.createElement("div");
  private target: string | undefined;
  private y = 0;
  private frame = 0;
  private unfolding: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly load: Load,
    private readonly scroller: HTMLElement,
  ) {
    this.ghost.className =
      "pointer-events-none fixed start-0 top-0 z-50 max-w-60 truncate rounded-lg border bg-card px-3 py-1.5 text-sm shadow-float";
    this.ghost.textContent = load.name;
    this.ghost.ariaHidden = "true";
    document.body.append(this.ghost);
    this.frame = requestAnimationFrame(this.scroll);
  }

  to(x: number, y: number) {
    this.y = y;
    const start = document.documentElement.dir === "rtl" ? x - innerWidth : x;
    this.ghost.style.transform = `translate(${start + 12}px, ${y + 8}px)`;
    const into = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-into]")?.dataset.into;
    const target = into !== undefined && this.load.mayGo(into === "none" ? null : into) ? into : undefined;
    if (target === this.target) return;
    this.target = target;
    clearTimeout(this.unfolding);
    if (target && target !== "none") this.unfolding = setTimeout(() => unfold(target, true), UNFOLD_AFTER);
    this.mark();
  }

  drop() {
    if (this.target) this.load.drop(this.target === "none" ? null : this.target);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.unfolding);
    this.ghost.remove();
    this.target = undefined;
    this.mark();
  }

  private mark() {
    for (const row of this.scroller.querySelectorAll<HTMLElement>("[data-into]"))
      row.toggleAttribute("data-drop", row.dataset.into === this.target);
  }

  /** The list goes on under a pointer that waits at its edge. */
  private scroll = () => {
    const { top, bottom } = this.scroller.getBoundingClientRect();
    const over = Math.min(0, this.y - top - EDGE) || Math.max(0, this.y - bottom + EDGE);
    if (over) this.scroller.scrollTop += Math.max(-16, Math.min(16, over / 2));
    this.frame = requestAnimationFrame(this.scroll);
  };
}

/** The click that ends a drag or a long press must not open what it ends on. */
function swallowClick() {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 700);
}
