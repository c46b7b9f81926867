import { useBlocker } from "@tanstack/react-router";
import { EyeOff } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Confirm } from "@/components/ui/confirm";
import { currentUser } from "@/lib/session";
import { useSignal } from "@/lib/signal";
import { usePageTitle } from "@/lib/use-page-title";
import { temporary } from "@/texts/temporary";
import { Composer } from "../composer";
import { DropArea } from "../files/drop-area";
import { Tray } from "../files/tray";
import { isAnswering } from "../row";
import { TemporaryChat } from "./temporary-chat";
import { TemporaryTurn } from "./temporary-turn";

type Props = { model: string | null; blind: string | null; picker: ReactNode; notice: ReactNode };

/** A chat that nobody keeps: it lives on this page and is gone with it. */
export function TemporaryPage({ model, blind, picker, notice }: Props) {
  const [chat] = useState(() => new TemporaryChat());
  const [draft, setDraft] = useState("");
  const [tray] = useState(() => new Tray(null));
  const rows = useSignal(chat.rows);
  const answering = isAnswering(rows.at(-1));
  const scroller = useEndInView(rows);
  const again = useCallback(() => void chat.again(model), [chat, model]);
  usePageTitle(temporary.title);
  useEffect(() => () => chat.stop(), [chat]);
  // Who is signed out cannot stay, whatever there is to lose.
  const hasSomething = () => chat.rows.get().length > 0 && currentUser() !== null;
  const leaving = useBlocker({
    shouldBlockFn: hasSomething,
    enableBeforeUnload: hasSomething,
    withResolver: true,
  });
  const send = () => {
    void chat.ask(draft.trim(), tray.take(), model);
    setDraft("");
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <DropArea tray={tray} blind={blind !== null} />
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={temporary.title}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div className="mx-auto flex min-h-full w-full max-w-184 flex-col px-4 py-4 sm:px-6">
          {rows.length === 0 && <Greeting />}
          {rows.map((row) => (
            <TemporaryTurn key={row.key} row={row} onRetry={row === rows.at(-1) ? again : undefined} />
          ))}
        </div>
      </div>
      <div className="mx-auto w-full max-w-184 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4 sm:pb-4">
        {notice}
        <Composer
          value={draft}
          onChange={setDraft}
          onSend={send}
          onStop={() => chat.stop()}
          answering={answering}
          stopping={false}
          canSend={model !== null && !answering}
          placeholder={temporary.placeholder}
          tray={tray}
          blind={blind}
          tools={picker}
        />
      </div>
      {leaving.status === "blocked" && (
        <Confirm
          open
          onOpenChange={(open) => !open && leaving.reset()}
          title={temporary.leaveTitle}
          hint={temporary.leaveHint}
          action={temporary.leave}
          onConfirm={async () => leaving.proceed()}
        />
      )}
    </div>
  );
}

const Greeting = () => (
  <div className="m-auto max-w-md py-8 text-center">
    <EyeOff aria-hidden className="mx-auto mb-4 size-8 text-muted-foreground" />
    <p className="mb-2 text-2xl font-semibold tracking-tight">{temporary.greeting}</p>
    <p className="text-muted-foreground">{temporary.hint}</p>
  </div>
);

/** Says at the top of the page, and all the time, that nothing is kept. */
export const TemporaryMark = () => (
  <>
    <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{temporary.title}</h1>
    <span className="ms-1.5 inline-flex shrink-0 items-center gap-1 rounded-full border border-signal-border bg-signal-soft px-2 py-0.5 text-xs font-medium">
      <EyeOff aria-hidden className="size-3.5 text-signal" />
      {temporary.mark}
    </span>
  </>
);

/** Follows the end, unless the reader scrolled away from it. */
function useEndInView(changes: unknown) {
  const scroller = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  useEffect(() => {
    const area = scroller.current;
    const look = () => {
      if (area) near.current = area.scrollHeight - area.scrollTop - area.clientHeight < 80;
    };
    area?.addEventListener("scroll", look, { passive: true });
    return () => area?.removeEventListener("scroll", look);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change may have grown the page
  useLayoutEffect(() => {
    if (near.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [changes]);
  return scroller;
}
