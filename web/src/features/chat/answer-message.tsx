import { Check, Copy, RotateCcw } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useCopy } from "@/lib/use-copy";
import { text } from "@/texts/text";
import { AnswerBody } from "./answer-body";
import { Figures } from "./figures";
import { MessageToolbar, type ToolbarProps } from "./message-toolbar";
import { PinButton } from "./pin-button";
import { isAnswering } from "./row";

export function AnswerMessage(props: ToolbarProps) {
  const { row, actions } = props;
  const [copied, copy] = useCopy();
  return (
    <div>
      <AnswerBody row={row} onRetry={() => actions.regenerate(row)} onGoOn={() => actions.goOn(row)} />
      {!isAnswering(row) && (
        <MessageToolbar
          {...props}
          note={
            <span className="ms-1.5 truncate text-xs text-muted-foreground">
              {row.edited ? text.chat.editedBy(row.model) : row.model}
            </span>
          }
        >
          {row.text && (
            <IconButton label={copied ? text.chat.copied : text.chat.copy} onClick={() => copy(row.text)}>
              {copied ? <Check aria-hidden className="text-primary" /> : <Copy aria-hidden />}
            </IconButton>
          )}
          <IconButton label={text.chat.regenerate} onClick={() => actions.regenerate(row)}>
            <RotateCcw aria-hidden />
          </IconButton>
          <PinButton row={row} onPin={actions.pin} />
          <Figures row={row} />
        </MessageToolbar>
      )}
    </div>
  );
}
