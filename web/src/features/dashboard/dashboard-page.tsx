import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { formatDuration, formatMoney, formatNumber, formatPercent } from "@/lib/format";
import { usePageTitle } from "@/lib/use-page-title";
import { useSubmit } from "@/lib/use-submit";
import { dashboard as t } from "@/texts/dashboard";
import { type Grouping, type Period, type Sums, saveSums, sumsQuery } from "./api";
import { Bars } from "./bars";
import { BudgetPanel } from "./budget-panel";
import { MEASURES, type Measure, totalOf } from "./figures";
import { NodeStates } from "./node-states";
import { budgetQuery } from "./prices-api";
import { QueueStates } from "./queue-states";
import { StatusPanel } from "./status-panel";
import { StoragePanel } from "./storage-panel";
import { SumsTable } from "./sums-table";

/** What goes on: how much, how fast, what fails, what it costs, and who does the work. */
export function DashboardPage() {
  usePageTitle(t.title);
  const [period, setPeriod] = useState<Period>("day");
  const [measure, setMeasure] = useState<Measure>("requests");
  const times = useQuery(sumsQuery(period, period === "day" ? "hour" : "day"));
  const users = useQuery(sumsQuery(period, "user"));
  const currency = useQuery(budgetQuery).data?.currency ?? "EUR";
  const isCosted = times.data?.some((row) => row.cost !== undefined) ?? false;
  return (
    <>
      <Panel
        title={t.title}
        hint={t.hint}
        actions={
          <>
            <SelectField
              className="w-42"
              label={t.figure}
              value={measure}
              onChange={(event) => setMeasure(event.target.value as Measure)}
              options={MEASURES.filter((one) => one !== "cost" || isCosted).map((value) => ({
                value,
                label: t.measures[value],
              }))}
            />
            <SelectField
              className="w-42"
              label={t.period}
              value={period}
              onChange={(event) => setPeriod(event.target.value as Period)}
              options={Object.entries(t.periods).map(([value, label]) => ({ value, label }))}
            />
          </>
        }
      >
        <Loaded query={times} lines={3}>
          {(rows) => (
            <>
              <Tiles rows={rows} users={users.data?.length ?? null} currency={currency} />
              <Bars rows={rows} period={period} measure={measure} currency={currency} />
            </>
          )}
        </Loaded>
      </Panel>
      <Groups period={period} currency={currency} />
      <BudgetPanel />
      <NodeStates />
      <QueueStates />
      <StatusPanel />
      <StoragePanel />
    </>
  );
}

function Groups({ period, currency }: { period: Period; currency: string }) {
  const [by, setBy] = useState<Grouping>("model");
  const sums = useQuery(sumsQuery(period, by));
  const { run, busy } = useSubmit();
  return (
    <Panel
      title={t.where}
      hint={t.whereHint}
      actions={
        <>
          <SelectField
            className="w-36"
            label={t.by}
            value={by}
            onChange={(event) => setBy(event.target.value as Grouping)}
            options={Object.entries(t.groups).map(([value, label]) => ({ value, label }))}
          />
          <Button
            variant="outline"
            className="self-end"
            disabled={busy}
            onClick={() => void run(() => saveSums(period, by))}
          >
            <Download aria-hidden />
            {t.csv}
          </Button>
        </>
      }
    >
      <Loaded query={sums}>{(rows) => <SumsTable rows={rows} by={by} currency={currency} />}</Loaded>
    </Panel>
  );
}

function Tiles({ rows, users, currency }: { rows: Sums[]; users: number | null; currency: string }) {
  const { requests, errors, tokens, firstTokenMs, tokensPerSecond, cost } = totalOf(rows);
  const tiles: [string, string, boolean?][] = [
    [t.users, users === null ? "…" : formatNumber(users)],
    [t.measures.requests, formatNumber(requests)],
    [t.measures.tokens, formatNumber(tokens)],
    [t.measures.firstToken, firstTokenMs === null ? "–" : formatDuration(firstTokenMs)],
    [t.measures.rate, tokensPerSecond === null ? "–" : formatNumber(Math.round(tokensPerSecond * 10) / 10)],
    [
      t.measures.errors,
      requests ? `${formatNumber(errors)} (${formatPercent(errors / requests)})` : formatNumber(errors),
      errors > 0,
    ],
  ];
  if (cost !== null) tiles.push([t.measures.cost, formatMoney(cost, currency)]);
  return (
    <dl className="mb-5 grid grid-cols-2 gap-px overflow-hidden rounded-2xl border bg-card sm:grid-cols-3">
      {tiles.map(([name, value, alarming]) => (
        <div key={name} className="flex flex-col-reverse bg-card px-4 py-3 shadow-[0_0_0_1px_var(--border)]">
          <dt className="text-sm text-muted-foreground">{name}</dt>
          <dd className={`text-xl font-semibold tracking-tight tabular-nums ${alarming ? "text-danger" : ""}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
