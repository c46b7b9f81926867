import { Check, Square, X } from "lucide-react";
import { type UIEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { cn } from "@/lib/cn";
import { gliding } from "@/lib/motion";
import { text as common } from "@/texts/text";
import { treeText as text } from "@/texts/tree";
import { AnswerBody } from "./answer-body";
import { isAnswering } from "./row";
import { asProblem, type Thread } from "./thread";
import { readBeside, show } from "./tree-actions";
import { useRow } from "./use-thread";

/** Answers to one question side by side: columns where there is room, one at a time and swiped on a phone. */
export function Compare({ thread, ids }: { thread: Thread; ids: readonly string[] }) {
  const [keys, setKeys] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [seen, setSeen] = useState(0);
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    readBeside(thread, ids).then(
      (rows) => gone || setKeys(rows),
      (error) => gone || setProblem(asProblem(error).message),
    );
    return () => {
      gone = true;
    };
  }, [thread, ids]);
  const onScroll = ({ currentTarget: { scrollLeft, clientWidth } }: UIEvent) =>
    setSeen(Math.round(Math.abs(scrollLeft) / Math.max(1, clientWidth)));
  const keep = async (id: string) => {
    try {
      await show(thread, id);
      thread.compared.set([]);
    } catch (error) {
      setProblem(asProblem(error).message);
    }
  };
  return (
    <section aria-label={text.compareLabel}>
      <div className="mb-2 flex items-center gap-1">
        <div className="flex min-w-0 flex-1 gap-1 overflow-x-auto md:invisible">
          {keys.map((key, place) => (
            <Tab
              key={key}
              thread={thread}
              rowKey={key}
              current={place === seen}
              onClick={() =>
                strip.current?.children[place]?.scrollIntoView({
                  block: "nearest",
                  inline: "start",
                  behavior: gliding(),
                })
              }
            />
          ))}
        </div>
        <IconButton label={text.closeCompare} onClick={() => thread.compared.set([])}>
          <X aria-hidden />
        </IconButton>
      </div>
      {problem && (
        <Notice tone="danger" className="mb-2">
          {problem}
        </Notice>
      )}
      <div
        ref={strip}
        onScroll={onScroll}
        className="flex snap-x snap-mandatory gap-3 overflow-x-auto md:grid md:snap-none md:auto-cols-[minmax(17rem,1fr)] md:grid-flow-col"
      >
        {keys.map((key) => (
          <Column key={key} thread={thread} rowKey={key} onKeep={keep} />
        ))}
      </div>
    </section>
  );
}

type TabProps = { thread: Thread; rowKey: string; current: boolean; onClick: () => void };

function Tab({ thread, rowKey, current, onClick }: TabProps) {
  const row = useRow(thread, rowKey);
  return (
    <button
      type="button"
      aria-pressed={current}
      onClick={onClick}
      className={cn(
        "h-8 max-w-48 truncate rounded-lg px-2.5 text-sm",
        current ? "bg-accent font-medium" : "text-muted-foreground",
      )}
    >
      {row.model ?? text.unknownModel}
    </button>
  );
}

type ColumnProps = { thread: Thread; rowKey: string; onKeep: (id: string) => Promise<void> };

function Column({ thread, rowKey, onKeep }: ColumnProps) {
  const row = useRow(thread, rowKey);
  const model = row.model ?? text.unknownModel;
  return (
    <section
      aria-label={text.column(model)}
      aria-busy={isAnswering(row)}
      data-status={row.status}
      className="flex w-full min-w-0 shrink-0 snap-start flex-col rounded-2xl border bg-card p-4"
    >
      <h3 className="mb-2 truncate text-sm font-semibold">{model}</h3>
      <div className="min-w-0 flex-1">
        <AnswerBody row={row} />
      </div>
      <div className="mt-3">
        {isAnswering(row) ? (
          <Button variant="ghost" size="sm" disabled={row.stopping} onClick={() => void thread.stop(row)}>
            <Square aria-hidden className="fill-current" />
            {row.stopping ? common.chat.stopping : common.chat.stop}
          </Button>
        ) : (
          <Button variant="outline" size="sm" onClick={() => row.id && void onKeep(row.id)}>
            <Check aria-hidden />
            {text.keep}
          </Button>
        )}
      </div>
    </section>
  );
}
