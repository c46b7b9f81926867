import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { formatDuration, formatNumber } from "@/lib/format";
import { locale } from "@/texts/language";
import { manage } from "@/texts/manage";
import type { InferenceNode } from "./api";

const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const WORRYING = 0.05;

export function NodeFigures({ node }: { node: InferenceNode }) {
  const t = manage.nodes;
  const busy =
    node.maxConcurrent === null
      ? formatNumber(node.inFlight)
      : t.of(formatNumber(node.inFlight), formatNumber(node.maxConcurrent));
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
      <Figure name={t.inFlight}>{busy}</Figure>
      <Figure name={t.speed}>{node.tokensPerSecond ? t.perSecond(rate.format(node.tokensPerSecond)) : null}</Figure>
      <Figure name={t.firstToken}>{node.firstTokenMs ? formatDuration(node.firstTokenMs) : null}</Figure>
      <Figure name={t.errorRate} bad={node.errorRate >= WORRYING}>
        {percent.format(node.errorRate)}
      </Figure>
    </dl>
  );
}

const Figure = ({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) => (
  <div>
    <dt className="text-xs text-muted-foreground">{name}</dt>
    <dd className={cn("font-medium tabular-nums", bad && "text-danger")}>
      {children ?? <span className="text-muted-foreground">–</span>}
    </dd>
  </div>
);
