import { type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { lazy } from "@/lib/lazy";
import { MessageSlots, type ShownMessage } from "@/lib/message-slots";

// They come when the conversation is there: whoever opens one wants to read first.
const load = () => import("./conversation-tools");
const Tools = lazy(async () => ({ default: (await load()).MessageTools }));
const Marks = lazy(async () => ({ default: (await load()).MessageMarks }));
const Button = lazy(async () => ({ default: (await load()).NotesButton }));
const Dock = lazy(async () => ({ default: (await load()).NotesDock }));

const PATIENCE = 1_500;

function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(() => setIdle(true), PATIENCE);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(() => setIdle(true), { timeout: PATIENCE });
    return () => cancelIdleCallback(request);
  }, []);
  return idle;
}

/** Notes and feedback around a conversation. */
export function ConversationExtras({ id, children }: { id: string; children: ReactNode }) {
  const idle = useIdle();
  const slots = useMemo(
    () =>
      idle
        ? {
            tools: (message: ShownMessage) => <Later of={<Tools message={message} conversation={id} />} />,
            marks: (message: ShownMessage) => <Later of={<Marks message={message} conversation={id} />} />,
          }
        : {},
    [id, idle],
  );
  return (
    <MessageSlots value={slots}>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">{children}</div>
        {idle && <Later of={<Dock conversation={id} />} />}
      </div>
    </MessageSlots>
  );
}

export function ConversationTools({ id }: { id: string }) {
  return <span className="ms-auto flex h-8 min-w-8">{useIdle() && <Later of={<Button conversation={id} />} />}</span>;
}

const Later = ({ of }: { of: ReactNode }) => <Suspense fallback={null}>{of}</Suspense>;
