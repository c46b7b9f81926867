import { CopyPlus, EllipsisVertical, Hammer, MemoryStick, RefreshCw, Rocket, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { announce } from "@/lib/announcer";
import { formatBytes } from "@/lib/format";
import { installed as t } from "@/texts/installed";
import { jobs } from "@/texts/jobs";
import { manage } from "@/texts/manage";
import { useJobChanges } from "../api";
import type { Installed } from "./api";
import type { Act } from "./installed-panel";

type Props = { model: Installed; onAct: (act: Act) => void };

/** A model and the nodes that have it. */
export function InstalledRow({ model, onAct }: Props) {
  const { install } = useJobChanges();
  const size = Math.max(...model.nodes.map((node) => node.size ?? 0));
  const update = () =>
    install.mutate(
      { model: model.name, nodeIds: model.nodes.map((node) => node.id) },
      { onSuccess: () => announce(jobs.started(model.name)) },
    );
  return (
    <li className="flex items-start gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold [overflow-wrap:anywhere]">{model.name}</h3>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted-foreground">
          {[model.parameterSize, model.quantization, size > 0 && formatBytes(size)].filter(Boolean).join(" · ")}
          {model.nodes.map((node) => (
            <Badge key={node.id} tone={node.loaded ? "good" : "plain"} dot={node.loaded}>
              {node.loaded ? t.loadedOn(node.name) : node.name}
            </Badge>
          ))}
        </p>
        {new Set(model.nodes.map((node) => node.digest)).size > 1 && (
          <p className="mt-1 text-sm text-signal">{t.differ}</p>
        )}
        {install.error && (
          <p role="alert" className="mt-1 text-sm text-danger">
            {install.error.message}
          </p>
        )}
      </div>
      <Menu
        container={document.getElementById("main")}
        trigger={
          <IconButton label={manage.common.actionsFor(model.name)}>
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<RefreshCw aria-hidden />} onClick={update}>
          {t.update}
        </MenuItem>
        <MenuItem icon={<MemoryStick aria-hidden />} onClick={() => onAct("load")}>
          {t.acts.load}
        </MenuItem>
        <MenuItem icon={<MemoryStick aria-hidden />} onClick={() => onAct("unload")}>
          {t.acts.unload}
        </MenuItem>
        <MenuItem icon={<Rocket aria-hidden />} onClick={() => onAct("promote")}>
          {t.promote}
        </MenuItem>
        <MenuItem icon={<CopyPlus aria-hidden />} onClick={() => onAct("copy")}>
          {t.acts.copy}
        </MenuItem>
        <MenuItem icon={<Hammer aria-hidden />} onClick={() => onAct("create")}>
          {t.create}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} danger onClick={() => onAct("remove")}>
          {t.acts.remove}
        </MenuItem>
      </Menu>
    </li>
  );
}
