import { useQuery } from "@tanstack/react-query";
import { ChartColumn, Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { ALL_GROUPINGS, type Grouping, OWN_GROUPINGS, type Range, usageQuery } from "./api";
import { csvOf, saveCsv } from "./csv";
import { customRange, type Period, rangeOf } from "./period";
import { isTime, rowsOf } from "./rows";
import { GroupBars, TimeBars } from "./usage-bars";
import { UsageTable } from "./usage-table";

/** What was used: one's own, or everybody's. */
export function UsagePage({ everybody = false }: { everybody?: boolean }) {
  const t = manage.usage;
  usePageTitle(everybody ? t.everybody : t.mine);
  const [period, setPeriod] = useState<Period>("week");
  const [by, setBy] = useState<Grouping>("day");
  const [from, setFrom] = useState(() => rangeOf("week").from.slice(0, 10));
  const [to, setTo] = useState(() => new Date().toISOString().slice(0, 10));
  const range = period === "custom" ? customRange(from, to) : rangeOf(period);
  const choose = (next: Period) => {
    setPeriod(next);
    // An hour a bar is right for a day, a day a bar for more.
    if (isTime(by) && next !== "custom") setBy(next === "day" ? "hour" : "day");
  };
  return (
    <Panel title={everybody ? t.everybody : t.mine} hint={everybody ? t.everybodyHint : t.mineHint}>
      <div className="mb-6 grid grid-cols-2 gap-4 lg:grid-cols-4">
        <SelectField
          label={t.period}
          value={period}
          onChange={(event) => choose(event.target.value as Period)}
          options={Object.entries(t.periods).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label={t.by}
          value={by}
          onChange={(event) => setBy(event.target.value as Grouping)}
          options={(everybody ? ALL_GROUPINGS : OWN_GROUPINGS).map((value) => ({ value, label: t.groups[value] }))}
        />
        {period === "custom" && (
          <>
            <Field label={t.from} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />
            <Field label={t.to} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />
          </>
        )}
      </div>
      {range ? (
        <Report key={`${by}${range.from}`} everybody={everybody} range={range} by={by} />
      ) : (
        <Notice tone="danger">{t.wrongOrder}</Notice>
      )}
    </Panel>
  );
}

function Report({ everybody, range, by }: { everybody: boolean; range: Range; by: Grouping }) {
  const t = manage.usage;
  const usage = useQuery(usageQuery(everybody, range, by));
  return (
    <Loaded query={usage} lines={4}>
      {(items) => {
        if (!items.some((item) => item.requests > 0))
          return <Empty icon={<ChartColumn aria-hidden />} title={t.empty} hint={t.emptyHint} />;
        const rows = rowsOf(items, by, range);
        const used = rows.filter((row) => row.requests > 0);
        const name = `usage-by-${by}-${range.from.slice(0, 10)}-${range.to.slice(0, 10)}.csv`;
        return (
          <>
            {isTime(by) ? <TimeBars rows={rows} by={by} /> : <GroupBars rows={rows} by={by} />}
            <UsageTable rows={isTime(by) ? used.toReversed() : used} by={by} />
            <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
              <p className="text-sm text-muted-foreground">{isTime(by) ? t.utc : null}</p>
              <Button variant="outline" onClick={() => saveCsv(name, csvOf(used, by))}>
                <Download aria-hidden />
                {t.csv}
              </Button>
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
