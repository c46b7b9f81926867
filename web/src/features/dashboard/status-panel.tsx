import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { formatDuration } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { type Dependency, statusQuery } from "./api";

const TONES = { healthy: "good", degraded: "signal", unhealthy: "danger" } as const;

/** What the server stands on, and how it is. */
export function StatusPanel() {
  const status = useQuery(statusQuery);
  return (
    <Panel title={t.status} hint={t.statusHint}>
      <Loaded query={status} lines={2}>
        {(items) => (
          <ul className="divide-y rounded-2xl border bg-card">
            {items.map(({ name, state, text, ms }) => (
              <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm">
                <span className="min-w-0 grow basis-40 font-medium">{t.dependencies[name] ?? name}</span>
                <span className="text-muted-foreground tabular-nums">{formatDuration(ms)}</span>
                <Badge dot tone={TONES[state]}>
                  {t.states[state]}
                </Badge>
                {text && <p className="basis-full text-muted-foreground">{explained(name, state) ?? text}</p>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

const explained = (name: string, state: Dependency["state"]) =>
  t.explanations[state !== "healthy" ? name : name === "mail" ? "noMail" : ""];
