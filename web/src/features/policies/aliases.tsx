import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Pencil, Plus, Signpost, Trash2, Undo2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { compareNames } from "@/lib/compare-names";
import { offerUndo } from "@/lib/undo";
import { useShown } from "@/lib/use-shown";
import { installed } from "@/texts/installed";
import { manage } from "@/texts/manage";
import { AliasDialog } from "./alias-dialog";
import { type Alias, aliasesQuery, servedQuery, useAliasChanges } from "./api";

export function Aliases() {
  const t = manage.policies;
  const aliases = useQuery(aliasesQuery);
  const served = useQuery(servedQuery);
  const { put, remove, rollBack } = useAliasChanges();
  const problem = remove.error ?? rollBack.error;
  const editing = useShown<Alias | null>(null);
  const drop = (alias: Alias) =>
    remove.mutate(alias.name, {
      onSuccess: () => {
        announce(manage.common.removed(alias.name));
        offerUndo(manage.common.removed(alias.name), () => put.mutateAsync(alias));
      },
    });
  const known = (name: string) =>
    !served.data || served.data.includes(name) || (aliases.data ?? []).some((alias) => alias.name === name);
  const add = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {t.addAlias}
    </Button>
  );
  return (
    <Panel title={t.aliases} hint={t.aliasesHint} actions={aliases.data?.length ? add : null}>
      {problem && (
        <Notice tone="danger" className="mb-3">
          {problem.message}
        </Notice>
      )}
      <Loaded query={aliases} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<Signpost aria-hidden />} title={t.emptyAliases} hint={t.emptyAliasesHint} action={add} />
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list
                .toSorted((a, b) => compareNames(a.name, b.name))
                .map((alias) => (
                  <li key={alias.name} className="flex items-center gap-3 px-4 py-3 sm:px-5">
                    <div className="min-w-0 flex-1">
                      <h3 className="font-semibold [overflow-wrap:anywhere]">{alias.name}</h3>
                      <ol className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-muted-foreground">
                        {alias.targets.map((target) => (
                          <li key={target} className="flex min-w-0 items-center gap-2">
                            <ArrowRight aria-hidden className="size-3.5 shrink-0 rtl:-scale-x-100" />
                            <span className="[overflow-wrap:anywhere]">{target}</span>
                            {!known(target) && <span className="text-signal">({t.unknown})</span>}
                          </li>
                        ))}
                      </ol>
                    </div>
                    {alias.previous?.[0] && (
                      <IconButton
                        label={installed.rollBack(alias.name, alias.previous[0])}
                        disabled={rollBack.isPending}
                        onClick={() =>
                          rollBack.mutate(alias.name, { onSuccess: () => announce(installed.rolledBack(alias.name)) })
                        }
                      >
                        <Undo2 aria-hidden />
                      </IconButton>
                    )}
                    <IconButton label={`${manage.common.edit}: ${alias.name}`} onClick={() => editing.show(alias)}>
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton
                      label={`${manage.common.remove}: ${alias.name}`}
                      disabled={remove.isPending}
                      onClick={() => drop(alias)}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  </li>
                ))}
            </ul>
          )
        }
      </Loaded>
      <AliasDialog open={editing.open} alias={editing.value} models={served.data ?? []} onClose={editing.hide} />
    </Panel>
  );
}
