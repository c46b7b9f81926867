import { useQuery } from "@tanstack/react-query";
import { ThumbsUp } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { formatNumber, formatPercent } from "@/lib/format";
import { usePageTitle } from "@/lib/use-page-title";
import { feedback } from "@/texts/feedback";
import { type ModelFeedback, reportQuery } from "./api";
import { SharedList } from "./shared-list";

const t = feedback.page;
const DAYS = { week: 7, month: 30, quarter: 90, year: 365 };
type Period = keyof typeof DAYS;
const HOUR = 3_600_000;
const since = (period: Period) => new Date((Math.floor(Date.now() / HOUR) - DAYS[period] * 24) * HOUR).toISOString();

/** What people think of the models: numbers of all, words of those who share them. */
export function FeedbackPage() {
  usePageTitle(t.title);
  const [period, setPeriod] = useState<Period>("month");
  const report = useQuery(reportQuery(since(period)));
  return (
    <>
      <Panel title={t.title} hint={t.hint}>
        <SelectField
          className="mb-5 max-w-60"
          label={t.period}
          value={period}
          onChange={(event) => setPeriod(event.target.value as Period)}
          options={Object.entries(t.periods).map(([value, label]) => ({ value, label }))}
        />
        <Loaded query={report}>
          {(models) =>
            models.length === 0 ? (
              <Empty icon={<ThumbsUp aria-hidden />} title={t.empty} hint={t.emptyHint} />
            ) : (
              <ul className="divide-y rounded-2xl border bg-card">
                {models.map((model) => (
                  <ModelRow key={model.model} model={model} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      <SharedList models={report.data?.map((model) => model.model) ?? []} />
    </>
  );
}

function ModelRow({ model: { model, good, bad, goodShare, reasons } }: { model: ModelFeedback }) {
  const percent = formatPercent(goodShare);
  return (
    <li className="px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{model}</h3>
        <p className="text-sm tabular-nums">
          <span className="font-semibold">{percent}</span>{" "}
          <span className="text-muted-foreground">{t.goodAndBad(formatNumber(good), formatNumber(bad))}</span>
        </p>
      </div>
      <div aria-hidden className="mt-2 h-1.5 overflow-hidden rounded-full bg-muted">
        <div className="h-full rounded-full bg-primary" style={{ width: `${goodShare * 100}%` }} />
      </div>
      {reasons.length > 0 && (
        <ul className="mt-2.5 flex flex-wrap gap-1.5">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <Badge>
                {feedback.reason[reason] ?? reason} <span className="tabular-nums">{formatNumber(count)}</span>
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
