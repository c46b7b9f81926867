import { Check, Copy, Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { cn } from "@/lib/cn";
import { useMessageSlots } from "@/lib/message-slots";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { PinButton } from "./pin-button";
import { REVEALED } from "./revealed";
import type { Row } from "./row";
import type { TurnActions } from "./turn-actions";

type Props = { row: Row; isLast: boolean; actions: TurnActions };

export function QuestionMessage({ row, isLast, actions }: Props) {
  const [copied, copy] = useCopy();
  const { tools, marks } = useMessageSlots();
  const shown = row.id ? { id: row.id, role: row.role, text: row.text } : null;
  const unanswered = isLast && row.status === "complete";
  return (
    <div className="flex flex-col items-end gap-1">
      {row.files.map((file) => (
        <img key={file.url} src={file.url} alt="" className="max-h-60 rounded-xl border" />
      ))}
      <div className="flex max-w-[92%] pointer-coarse:max-w-[88%] items-end gap-1">
        {shown && marks?.(shown)}
        {/* Where there is no hovering, text is copied by holding it. */}
        <div className={cn(REVEALED, row.pinned ? "opacity-100" : "pointer-coarse:hidden")}>
          <PinButton row={row} onPin={actions.pin} />
          <IconButton label={copied ? text.chat.copied : text.chat.copyQuestion} onClick={() => copy(row.text)}>
            {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
          </IconButton>
          {shown && tools?.(shown)}
        </div>
        <div
          data-source="plain"
          className={cn(
            "min-w-0 rounded-2xl rounded-ee-md bg-bubble px-4 py-2.5 whitespace-pre-wrap [overflow-wrap:anywhere]",
            row.status === "unsent" && "border border-dashed border-danger bg-transparent",
          )}
        >
          {row.text}
        </div>
      </div>
      {(row.status === "unsent" || row.problem || unanswered) && (
        <Notice
          tone={unanswered && !row.problem ? "plain" : "danger"}
          className="mt-1.5 w-full max-w-lg"
          actions={
            <>
              <RetryButton retryAt={row.problem?.retryAt} onClick={() => actions.resend(row)} />
              {row.status === "unsent" && (
                <>
                  <Button variant="ghost" size="sm" onClick={() => actions.edit(row)}>
                    <Pencil aria-hidden />
                    {text.chat.edit}
                  </Button>
                  <IconButton label={text.chat.discard} onClick={() => actions.discard(row)}>
                    <Trash2 aria-hidden />
                  </IconButton>
                </>
              )}
            </>
          }
        >
          {row.status === "unsent" && <strong className="font-semibold">{text.chat.unsent}. </strong>}
          {row.problem?.message ?? text.chat.unanswered}
        </Notice>
      )}
    </div>
  );
}
