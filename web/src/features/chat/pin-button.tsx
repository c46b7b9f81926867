import { Pin } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { text } from "@/texts/text";
import type { Row } from "./row";

/** Keeps a message in the prompt, however long the conversation grows. */
export function PinButton({ row, onPin }: { row: Row; onPin: (row: Row) => void }) {
  if (!row.id) return null;
  return (
    <IconButton label={row.pinned ? text.context.unpin : text.context.pin} onClick={() => onPin(row)}>
      <Pin aria-hidden className={row.pinned ? "fill-primary text-primary" : undefined} />
    </IconButton>
  );
}
