import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { formatDuration, formatNumber, formatPercent } from "@/lib/format";
import { usePageTitle } from "@/lib/use-page-title";
import { dashboard as t } from "@/texts/dashboard";
import { type Period, type Sums, sumsQuery } from "./api";
import { Bars } from "./bars";
import { totalOf } from "./figures";
import { NodeStates } from "./node-states";
import { SumsTable } from "./sums-table";

/** What goes on: how much, how fast, what fails, and who does the work. */
export function DashboardPage() {
  usePageTitle(t.title);
  const [period, setPeriod] = useState<Period>("day");
  const times = useQuery(sumsQuery(period, period === "day" ? "hour" : "day"));
  const models = useQuery(sumsQuery(period, "model"));
  const users = useQuery(sumsQuery(period, "user"));
  return (
    <>
      <Panel
        title={t.title}
        hint={t.hint}
        actions={
          <SelectField
            className="w-44"
            label={t.period}
            value={period}
            onChange={(event) => setPeriod(event.target.value as Period)}
            options={Object.entries(t.periods).map(([value, label]) => ({ value, label }))}
          />
        }
      >
        <Loaded query={times} lines={3}>
          {(rows) => (
            <>
              <Tiles rows={rows} users={users.data?.length ?? null} />
              <Bars rows={rows} period={period} />
            </>
          )}
        </Loaded>
      </Panel>
      <NodeStates />
      <Panel title={t.models} hint={t.modelsHint}>
        <Loaded query={models}>{(rows) => <SumsTable rows={rows} />}</Loaded>
      </Panel>
    </>
  );
}

function Tiles({ rows, users }: { rows: Sums[]; users: number | null }) {
  const { requests, errors, tokens, firstTokenMs, tokensPerSecond } = totalOf(rows);
  const tiles: [string, string, boolean?][] = [
    [t.users, users === null ? "…" : formatNumber(users)],
    [t.requests, formatNumber(requests)],
    [t.tokens, formatNumber(tokens)],
    [t.firstToken, firstTokenMs === null ? "–" : formatDuration(firstTokenMs)],
    [t.rate, tokensPerSecond === null ? "–" : formatNumber(Math.round(tokensPerSecond * 10) / 10)],
    [
      t.errors,
      requests ? `${formatNumber(errors)} (${formatPercent(errors / requests)})` : formatNumber(errors),
      errors > 0,
    ],
  ];
  return (
    <dl className="mb-5 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border bg-border sm:grid-cols-3">
      {tiles.map(([name, value, alarming]) => (
        <div key={name} className="flex flex-col-reverse bg-card px-4 py-3">
          <dt className="text-sm text-muted-foreground">{name}</dt>
          <dd className={`text-xl font-semibold tracking-tight tabular-nums ${alarming ? "text-danger" : ""}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
