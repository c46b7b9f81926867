import { useQuery } from "@tanstack/react-query";
import { Plus, Server } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { manage } from "@/texts/manage";
import { type InferenceNode, nodesQuery } from "./api";
import { JoinTokens } from "./join-tokens";
import { NodeCard } from "./node-card";
import { NodeDialog } from "./node-dialog";
import { inOrder } from "./node-state";

export function NodesPage() {
  const t = manage.nodes;
  usePageTitle(t.title);
  const nodes = useQuery(nodesQuery);
  const editing = useShown<InferenceNode | null>(null);
  const add = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <>
      <Panel title={t.title} hint={t.hint} actions={nodes.data?.length ? add : null}>
        <Loaded query={nodes}>
          {(list) =>
            list.length === 0 ? (
              <Empty icon={<Server aria-hidden />} title={t.empty} hint={t.emptyHint} action={add} />
            ) : (
              <ul className="space-y-3">
                {inOrder(list).map((node) => (
                  <NodeCard key={node.id} node={node} onEdit={() => editing.show(node)} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      <JoinTokens />
      <NodeDialog open={editing.open} node={editing.value} onClose={editing.hide} />
    </>
  );
}
