import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ProgressBar } from "@/components/ui/progress-bar";
import { formatMoney, formatPercent } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { type Budget, budgetQuery } from "./prices-api";
import { PricesDialog } from "./prices-dialog";

/** What this month cost, beside what it may cost. */
export function BudgetPanel() {
  const budget = useQuery(budgetQuery);
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={t.cost}
      hint={t.costHint}
      actions={
        <>
          <Button variant="outline" onClick={() => setOpen(true)}>
            {t.prices}
          </Button>
          <Link to="/admin/settings" className={buttonStyles({ variant: "outline" })}>
            {t.budget}
          </Link>
        </>
      }
    >
      <Loaded query={budget} lines={1}>
        {(now) => (
          <div className="grid gap-3">
            {now.state === "alarm" && <Notice tone="signal">{t.alarm(formatPercent(now.alarmPercent / 100))}</Notice>}
            {now.state === "spent" && <Notice tone="danger">{t.spent}</Notice>}
            <Spent budget={now} />
          </div>
        )}
      </Loaded>
      <PricesDialog open={open} onClose={() => setOpen(false)} />
    </Panel>
  );
}

function Spent({ budget: { spent, limit, currency } }: { budget: Budget }) {
  const sum = formatMoney(spent, currency);
  return (
    <div className="rounded-2xl border bg-card px-4 py-3">
      <p className="tabular-nums">
        <span className="text-xl font-semibold tracking-tight">{sum}</span>{" "}
        <span className="text-muted-foreground">
          {limit === null ? t.noBudget : t.ofBudget(formatMoney(limit, currency))}
        </span>
      </p>
      {limit !== null && (
        <ProgressBar label={t.budget} value={Math.min(1, spent / limit)} className="mt-2.5 block w-full" />
      )}
    </div>
  );
}
