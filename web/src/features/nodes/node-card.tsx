import { Activity, Check, EllipsisVertical, Pause, Pencil, Play, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/lib/announcer";
import { formatAgo } from "@/lib/when";
import { manage } from "@/texts/manage";
import { type InferenceNode, useNodeChanges } from "./api";
import { NodeFigures } from "./node-figures";
import { NodeModels } from "./node-models";
import { stateOf, TONES } from "./node-state";

type Props = { node: InferenceNode; onEdit: () => void };

/** One node: how it is, what it does, what can be done with it. */
export function NodeCard({ node, onEdit }: Props) {
  const { change, probe, remove } = useNodeChanges();
  const [removing, setRemoving] = useState(false);
  const state = stateOf(node);
  const problem = change.error ?? probe.error;
  const t = manage.nodes;
  const patch = (body: { draining?: boolean; approved?: boolean }, said: string) =>
    change.mutate({ id: node.id, ...body }, { onSuccess: () => announce(said) });
  const owned = node.source !== "configuration";
  return (
    <li className="rounded-2xl border bg-card p-4 sm:p-5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <h3 className="font-semibold [overflow-wrap:anywhere]">{node.name}</h3>
            <Badge tone={TONES[state]} dot>
              {t.state[state]}
            </Badge>
            {node.dataLeavesSite && <Badge tone="signal">{manage.common.leaves}</Badge>}
          </div>
          <p className="mt-1 text-sm text-muted-foreground [overflow-wrap:anywhere]">
            {[t.kinds[node.kind] ?? node.kind, node.url, node.version && t.version(node.version)]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {!node.approved && (
            <Button
              size="sm"
              disabled={change.isPending}
              onClick={() => patch({ approved: true }, t.approved(node.name))}
            >
              <Check aria-hidden />
              {t.approve}
            </Button>
          )}
          {node.approved && (
            <Button
              variant="outline"
              size="sm"
              disabled={change.isPending}
              onClick={() =>
                patch({ draining: !node.draining }, node.draining ? t.resumed(node.name) : t.drained(node.name))
              }
            >
              {node.draining ? <Play aria-hidden /> : <Pause aria-hidden />}
              {node.draining ? t.resume : t.drain}
            </Button>
          )}
          <Menu
            container={document.getElementById("main")}
            trigger={
              <IconButton label={manage.common.actionsFor(node.name)}>
                <EllipsisVertical aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<RefreshCw aria-hidden />} onClick={() => probe.mutate(node.id)}>
              {t.probe}
            </MenuItem>
            {owned && (
              <>
                <MenuItem icon={<Pencil aria-hidden />} onClick={onEdit}>
                  {manage.common.edit}
                </MenuItem>
                <MenuSeparator />
                <MenuItem icon={<Trash2 aria-hidden />} danger onClick={() => setRemoving(true)}>
                  {t.remove}
                </MenuItem>
              </>
            )}
          </Menu>
        </div>
      </div>
      {/* What its state says already is not said twice. */}
      {node.error && (state === "unreachable" || node.reachable) && (
        <Notice tone={node.reachable ? "signal" : "danger"} className="mt-3">
          {node.error}
        </Notice>
      )}
      {node.warning && (
        <Notice tone="signal" className="mt-3">
          {node.warning}
        </Notice>
      )}
      {problem && (
        <Notice tone="danger" className="mt-3">
          <strong className="font-semibold">{t.refused}</strong> {problem.message}
        </Notice>
      )}
      <NodeFigures node={node} />
      <NodeModels node={node} />
      <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted-foreground">
        <Activity aria-hidden className="size-3.5" />
        {[
          node.announcedFrom ? t.announcedFrom(node.announcedFrom) : t.sources[node.source],
          node.lastSeenAt && t.seen(formatAgo(node.lastSeenAt)),
        ]
          .filter(Boolean)
          .join(" · ")}
        {Object.entries(node.labels ?? {}).map(([name, value]) => (
          <Badge key={name}>{value ? `${name}=${value}` : name}</Badge>
        ))}
      </p>
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        title={t.removeTitle(node.name)}
        hint={node.inFlight > 0 ? `${t.removeHint} ${t.removeBusy(node.inFlight)}` : t.removeHint}
        action={t.remove}
        onConfirm={() => remove.mutateAsync(node.id).then(() => announce(t.removed))}
      />
    </li>
  );
}
