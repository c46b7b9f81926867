import { Download, FileText } from "lucide-react";
import { formatBytes } from "@/lib/format";

/** The looks of a button that stands for a file. */
export const FILE_TILE =
  "flex h-14 w-60 max-w-full items-center gap-2.5 rounded-xl border bg-card px-3 text-start transition-colors hover:border-input hover:bg-accent";

type Props = { name: string; size?: number | null | undefined };

/** What is in it. */
export const FileTile = ({ name, size }: Props) => (
  <>
    <FileText aria-hidden className="size-5 shrink-0 text-muted-foreground" />
    <span className="min-w-0 flex-1">
      <span dir="auto" className="page-start block truncate text-sm font-medium">
        {name}
      </span>
      {size ? <span className="block text-xs text-muted-foreground">{formatBytes(size)}</span> : null}
    </span>
    <Download aria-hidden className="size-4 shrink-0 text-muted-foreground" />
  </>
);
