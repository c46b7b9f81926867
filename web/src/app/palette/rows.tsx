import { CornerDownLeft, MessageSquare, MessagesSquare, NotebookPen, SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { formatAgo } from "@/lib/when";
import { palette } from "@/texts/palette";
import type { Hit } from "./api";
import type { Command } from "./commands";
import type { FilterName } from "./filters";

const ICONS = { conversation: MessagesSquare, message: MessageSquare, note: NotebookPen };
const LINE = "flex min-h-9 items-center gap-3";
const ICON = "size-4 shrink-0 text-muted-foreground";

/** A hit: where it is, and its words in their place. */
export function HitRow({ hit }: { hit: Hit }) {
  const Icon = ICONS[hit.kind];
  const what = hit.role ? palette.by[hit.role] : palette.kinds[hit.kind];
  const marked = <Marked pieces={hit.snippet} />;
  return (
    <div className="flex items-start gap-3 py-0.5">
      <Icon aria-hidden className={`${ICON} mt-1`} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate page-start font-medium">
            {hit.kind === "conversation" && hit.snippet.length > 0 ? marked : (hit.title ?? palette.untitled)}
          </span>
          <span className="shrink-0 text-xs text-muted-foreground">
            {hit.archived && `${palette.archived} · `}
            {hit.kind !== "conversation" && `${what} · `}
            <time dateTime={hit.at}>{formatAgo(hit.at)}</time>
          </span>
        </p>
        {hit.kind !== "conversation" && (
          <p dir="auto" className="line-clamp-2 page-start text-sm wrap-anywhere text-muted-foreground">
            {marked}
          </p>
        )}
      </div>
    </div>
  );
}

function Marked({ pieces }: { pieces: Hit["snippet"] }) {
  return pieces.map((piece, index) =>
    piece.hit ? (
      <mark key={index} className="rounded-sm bg-primary/18 px-px font-medium text-foreground">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

export function ConversationRow({ title, at }: { title: string | null; at: string }) {
  return (
    <div className={LINE}>
      <MessagesSquare aria-hidden className={ICON} />
      <span dir="auto" className="min-w-0 flex-1 truncate page-start">
        {title ?? palette.untitled}
      </span>
      <time dateTime={at} className="shrink-0 text-xs text-muted-foreground">
        {formatAgo(at)}
      </time>
    </div>
  );
}

export function CommandRow({ command: { name, place } }: { command: Command }) {
  return (
    <div className={LINE}>
      <CornerDownLeft aria-hidden className={`${ICON} rtl:-scale-x-100`} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {place && <span className="shrink-0 text-xs text-muted-foreground">{place}</span>}
    </div>
  );
}

export function FilterRow({ name }: { name: FilterName }) {
  return (
    <div className={LINE}>
      <SlidersHorizontal aria-hidden className={ICON} />
      <span className="font-mono text-sm">{name}:</span>
      <span className="min-w-0 flex-1 truncate text-sm text-muted-foreground">{palette.filterHints[name]}</span>
    </div>
  );
}

export function PlainRow({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return (
    <div className={LINE}>
      <span dir="auto" className={`min-w-0 flex-1 truncate page-start ${quiet ? "text-muted-foreground" : ""}`}>
        {children}
      </span>
    </div>
  );
}
