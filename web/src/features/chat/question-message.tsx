import { Check, Copy, Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { RetryButton } from "@/components/ui/retry-button";
import { cn } from "@/lib/cn";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { Files } from "./files/places";
import { MessageToolbar, type ToolbarProps } from "./message-toolbar";
import { PinButton } from "./pin-button";

export function QuestionMessage(props: ToolbarProps) {
  const { thread, row, isLast, actions } = props;
  const [copied, copy] = useCopy();
  const unanswered = isLast && row.status === "complete";
  return (
    <div className="flex flex-col items-end gap-1">
      <Files files={row.files} />
      {row.text && (
        <div
          data-source="plain"
          className={cn(
            "max-w-[92%] min-w-0 rounded-2xl rounded-ee-md bg-bubble px-4 py-2.5 whitespace-pre-wrap bidi-lines pointer-coarse:max-w-[88%] [overflow-wrap:anywhere]",
            row.status === "unsent" && "border border-dashed border-danger bg-transparent",
          )}
        >
          {row.text}
        </div>
      )}
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
      {row.id && row.status === "complete" && (
        <MessageToolbar {...props}>
          {/* Where there is no hovering, text is copied by holding it. */}
          <IconButton
            label={copied ? text.chat.copied : text.chat.copyQuestion}
            className="pointer-coarse:hidden"
            onClick={() => copy(row.text)}
          >
            {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
          </IconButton>
          <IconButton label={text.chat.askInstead} onClick={() => thread.editing.set({ key: row.key, ask: true })}>
            <Pencil aria-hidden />
          </IconButton>
          <PinButton row={row} onPin={actions.pin} />
        </MessageToolbar>
      )}
    </div>
  );
}
