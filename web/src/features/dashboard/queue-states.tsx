import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { formatDuration, formatNumber } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { queueQuery } from "./api";

/** Who waits for which model in this moment. */
export function QueueStates() {
  const queue = useQuery(queueQuery);
  return (
    <Panel title={t.queue} hint={t.queueHint}>
      <Loaded query={queue} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted-foreground">{t.noQueue}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {items.map(({ model, waiting, running, oldestMs }) => (
                <li key={model} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm">
                  <span className="min-w-0 grow basis-40 font-medium [overflow-wrap:anywhere]">{model}</span>
                  <span className="text-muted-foreground tabular-nums">{t.running(formatNumber(running), null)}</span>
                  <span className={`tabular-nums ${waiting > 0 ? "text-signal" : "text-muted-foreground"}`}>
                    {t.waiting(formatNumber(waiting), oldestMs === null ? null : formatDuration(oldestMs))}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
