import { useQuery } from "@tanstack/react-query";
import { PinOff } from "lucide-react";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { context as texts } from "@/texts/context";
import { type Context, contextQuery, type PinnedMessage, useUnpin } from "./api";
import { SummarySection } from "./summary-section";
import { WindowParts } from "./window-parts";

/** What would go to the model with the next question, and what would not. */
export default function ContextPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(contextQuery(id));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={texts.title} wide keep>
      <Loaded query={query}>
        {(data) => (
          <div className="space-y-6">
            <WindowParts data={data} />
            <LeftOut data={data} />
            <SummarySection key={data.summary?.updatedAt} id={id} summary={data.summary} />
            <Pinned id={id} messages={data.pinned} />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

function LeftOut({
  data: { promptTokens, room, omittedMessages: omitted, summarisedMessages: told },
}: {
  data: Context;
}) {
  if (promptTokens > room) return <Notice tone="danger">{texts.tooFull}</Notice>;
  if (omitted === 0) return <p className="text-sm text-muted-foreground">{texts.allIn}</p>;
  return (
    <p className="text-sm">
      {texts.omitted(omitted)}{" "}
      <span className="text-muted-foreground">
        {told === 0 ? texts.untold : told === omitted ? texts.allTold : texts.partlyTold(told)}
      </span>
    </p>
  );
}

function Pinned({ id, messages }: { id: string; messages: PinnedMessage[] }) {
  const unpin = useUnpin(id);
  return (
    <section>
      <h3 className="text-sm font-semibold">{texts.pinned}</h3>
      {messages.length === 0 && <p className="mt-1 text-sm text-muted-foreground">{texts.pinnedEmpty}</p>}
      <ul className="mt-1 divide-y">
        {messages.map((message) => (
          <li key={message.id} className="flex items-center gap-2 py-1.5 text-sm">
            <span className="w-14 shrink-0 text-xs text-muted-foreground">
              {message.role === "user" ? texts.you : texts.answer}
            </span>
            <span dir="auto" className="page-start min-w-0 flex-1 truncate">
              {message.excerpt}
            </span>
            <IconButton
              label={texts.unpin(message.excerpt.slice(0, 40))}
              disabled={unpin.isPending}
              onClick={() => unpin.mutate(message.id)}
            >
              <PinOff aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {unpin.error && (
        <Notice tone="danger" className="mt-2">
          {unpin.error.message}
        </Notice>
      )}
    </section>
  );
}
