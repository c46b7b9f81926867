import { useQuery } from "@tanstack/react-query";
import { Gauge, Pencil, Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { formatNumber } from "@/lib/format";
import { offerUndo } from "@/lib/undo";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { manage } from "@/texts/manage";
import { AMOUNTS, type LimitRule, limitsQuery, useLimitChanges } from "./api";
import { LimitDialog } from "./limit-dialog";

export function LimitsPage() {
  const t = manage.limits;
  usePageTitle(t.title);
  const rules = useQuery(limitsQuery);
  const { put, remove } = useLimitChanges();
  const editing = useShown<LimitRule | null>(null);
  const drop = (rule: LimitRule) => {
    const { id, userName: _, ...body } = rule;
    remove.mutate(id, {
      onSuccess: () => {
        const said = manage.common.removed(subjectOf(rule));
        announce(said);
        offerUndo(said, () => put.mutateAsync(body));
      },
    });
  };
  const add = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <Panel title={t.title} hint={t.hint} actions={rules.data?.length ? add : null}>
      {remove.error && (
        <Notice tone="danger" className="mb-3">
          {remove.error.message}
        </Notice>
      )}
      <Loaded query={rules}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<Gauge aria-hidden />} title={t.empty} hint={t.emptyHint} action={add} />
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((rule) => (
                <Rule key={rule.id} rule={rule} onEdit={() => editing.show(rule)} onRemove={() => drop(rule)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <LimitDialog open={editing.open} rule={editing.value} rules={rules.data ?? []} onClose={editing.hide} />
    </Panel>
  );
}

function Rule({ rule, onEdit, onRemove }: { rule: LimitRule; onEdit: () => void; onRemove: () => void }) {
  const t = manage.limits;
  const name = subjectOf(rule);
  return (
    <li className="flex items-start gap-3 px-4 py-3.5 sm:px-5">
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-2 lg:grid-cols-[12rem_1fr]">
        <div>
          <h3 className="font-semibold [overflow-wrap:anywhere]">{name}</h3>
          {rule.subject !== "everyone" && <p className="text-sm text-muted-foreground">{t.subjects[rule.subject]}</p>}
        </div>
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
          {AMOUNTS.filter((amount) => rule[amount] != null).map((amount) => (
            <div key={amount}>
              <dt className="text-xs text-muted-foreground">{t[amount]}</dt>
              <dd className="font-medium tabular-nums">
                {rule[amount] === 0 ? t.unlimited : formatNumber(rule[amount] as number)}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="flex">
        <IconButton label={`${manage.common.edit}: ${name}`} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        <IconButton label={`${manage.common.remove}: ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function subjectOf(rule: LimitRule): string {
  if (rule.subject === "everyone") return manage.limits.everyone;
  if (rule.subject === "role") return manage.limits.roleOf[rule.name ?? ""] ?? rule.name ?? "";
  return rule.userName ?? rule.name ?? "";
}
