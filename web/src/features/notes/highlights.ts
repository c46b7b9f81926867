/** A drawn note. The page's own elements are never touched: React owns them, and they are written while an answer streams. */
type Drawn = { id: string; range: Range };

const drawn = new Map<string, Drawn[]>();
let active: string | null = null;

export const canDraw = typeof CSS !== "undefined" && "highlights" in CSS && typeof Highlight !== "undefined";

export function draw(message: string, notes: Drawn[]) {
  if (notes.length === 0 && !drawn.has(message)) return;
  if (notes.length > 0) drawn.set(message, notes);
  else drawn.delete(message);
  paint();
}

export function drawActive(note: string | null) {
  if (note === active) return;
  active = note;
  paint();
}

function paint() {
  if (!canDraw) return;
  const all = [...drawn.values()].flat();
  CSS.highlights.set("note", new Highlight(...all.map(({ range }) => range)));
  CSS.highlights.set("active-note", new Highlight(...all.filter(({ id }) => id === active).map(({ range }) => range)));
}

/** The note that is drawn at this point of the window. */
export function noteAt(x: number, y: number): string | null {
  for (const { id, range } of [...drawn.values()].flat())
    for (const box of range.getClientRects())
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return id;
  return null;
}
