import { FileUp } from "lucide-react";
import { useEffect } from "react";
import { api } from "@/lib/http";
import { useSignal } from "@/lib/signal";
import { attachments as text } from "@/texts/attachments";
import { FileChip } from "./file-chip";
import { hindrance, type Tray } from "./tray";
import { again, remove } from "./uploads";

export { add } from "./uploads";

type Props = {
  tray: Tray;
  /** A chosen model that sees no images. */
  blind: string | null;
  /** Id of the sentence that says why sending has to wait. */
  reason: string;
};

/** The files of a draft, above its text. */
export default function TrayList({ tray, blind, reason }: Props) {
  const files = useSignal(tray.files);
  useGone(tray);
  const why = hindrance(files, blind);
  return (
    <div className="mb-1">
      <ul aria-label={text.list} className="flex max-h-[min(30dvh,13rem)] flex-wrap gap-2 overflow-y-auto p-1">
        {files.map((file) => (
          <FileChip
            key={file.key}
            file={file}
            unseen={blind !== null && file.image && file.state === "ready"}
            onRemove={() => remove(tray, file)}
            onAgain={file.again ? () => again(tray, file) : undefined}
          />
        ))}
      </ul>
      <p id={reason} role="status" className="px-1.5 text-sm text-muted-foreground empty:hidden">
        {why && (why === "unseen" ? text.blocked.unseen(blind ?? "") : text.blocked[why])}
      </p>
    </div>
  );
}

/** A draft that was left alone for long: what the server has deleted meanwhile cannot go with the question. */
function useGone(tray: Tray) {
  useEffect(() => {
    for (const { key, file, part } of tray.files.get()) {
      if (file || !part?.attachmentId) continue;
      api(`/attachments/${part.attachmentId}`).catch(({ status }: { status?: number }) => {
        if (status === 404) tray.patch(key, { state: "failed", problem: text.gone });
      });
    }
  }, [tray]);
}

/** Over the chat while files are dragged. */
export const DropSign = ({ blind }: { blind: boolean }) => (
  <div className="pointer-events-none absolute inset-2 z-30 grid place-content-center justify-items-center gap-1 rounded-2xl border-2 border-dashed border-primary bg-background/95 p-4 text-center">
    <FileUp aria-hidden className="mb-1 size-8 text-primary" />
    <p className="text-lg font-semibold">{text.drop}</p>
    <p className="text-muted-foreground">{blind ? text.dropText : text.dropHint}</p>
  </div>
);
