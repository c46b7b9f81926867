import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { formatDuration, formatNumber } from "@/lib/format";
import { dashboard as t } from "@/texts/dashboard";
import { type NodeState, nodeStatesQuery } from "./api";

/** The nodes as they are in this moment. */
export function NodeStates() {
  const nodes = useQuery(nodeStatesQuery);
  return (
    <Panel title={t.nodes} hint={t.nodesHint}>
      <Loaded query={nodes} lines={1}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-muted-foreground">{t.noNodes}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {all.map((node) => (
                <li key={node.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm">
                  <span className="min-w-0 grow basis-40 font-medium [overflow-wrap:anywhere]">{node.name}</span>
                  <State node={node} />
                  <span className="text-muted-foreground tabular-nums">
                    {t.running(
                      formatNumber(node.inFlight),
                      node.maxConcurrent === null ? null : formatNumber(node.maxConcurrent),
                    )}
                    {node.firstTokenMs !== null && ` · ${formatDuration(node.firstTokenMs)}`}
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

function State({ node }: { node: NodeState }) {
  if (!node.approved) return <Badge tone="signal">{t.waits}</Badge>;
  if (node.draining) return <Badge tone="signal">{t.drains}</Badge>;
  return (
    <Badge dot tone={node.reachable ? "good" : "danger"}>
      {node.reachable ? t.reachable : t.away}
    </Badge>
  );
}
