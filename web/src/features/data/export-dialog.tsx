import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { download } from "@/lib/download";
import { useSubmit } from "@/lib/use-submit";
import { sharing } from "@/texts/sharing";
import type { Format } from "./api";
import { FormatChoice } from "./format-choice";

type Props = { conversation: { id: string }; onClose: () => void };

/** One conversation as a file, at once. */
export default function ExportDialog({ conversation, onClose }: Props) {
  const t = sharing.exported;
  const [format, setFormat] = useState<Format>("markdown");
  const { run, busy, problem } = useSubmit();
  const save = async () => {
    if (await run(() => download(`/conversations/${conversation.id}/export`, { format }))) onClose();
  };
  return (
    <Dialog open onOpenChange={(now) => !now && onClose()} title={t.oneTitle}>
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormatChoice chosen={format} onChange={setFormat} />
        {problem && <Notice tone="danger">{problem.message}</Notice>}
        <div className="flex justify-end">
          <Button type="submit" disabled={busy}>
            <Download aria-hidden />
            {t.download}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
