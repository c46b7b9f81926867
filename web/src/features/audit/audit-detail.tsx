import { Filter } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatNumber } from "@/lib/format";
import { audit as t } from "@/texts/audit";
import type { AuditEntry, AuditFilter } from "./api";
import { actorOf, type Change, changesOf, exactMomentOf, targetOf } from "./words";

type Props = { entry: AuditEntry; onFilter: (filter: AuditFilter) => void; onClose: () => void };

/** One entry with all there is, and the way to others like it. */
export default function AuditDetail({ entry, onFilter, onClose }: Props) {
  const changes = changesOf(entry);
  const only = (filter: AuditFilter) => {
    onFilter(filter);
    onClose();
  };
  return (
    <section aria-label={t.detail} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2.5 text-sm">
        <Line name={t.when}>{exactMomentOf(entry)}</Line>
        <Line name={t.outcome}>
          <Badge tone={entry.outcome === "failure" ? "danger" : "good"}>{t[entry.outcome]}</Badge>
        </Line>
        <Line name={t.actor}>{actorOf(entry)}</Line>
        {entry.key && <Line name={t.key}>{entry.key.name ?? entry.key.id}</Line>}
        {entry.target && (
          <Line name={t.target}>
            {t.kinds[entry.target.kind] ?? entry.target.kind} <bdi>{targetOf(entry)}</bdi>
            {entry.target.id && entry.target.id !== entry.target.name && <Small>{entry.target.id}</Small>}
          </Line>
        )}
        {entry.ip && <Line name={t.ip}>{entry.ip}</Line>}
        {entry.agent && (
          <Line name={t.agent}>
            <bdi className="text-muted-foreground">{entry.agent}</bdi>
          </Line>
        )}
        <Line name={t.action}>
          <code className="text-[0.8125rem]">{entry.action}</code>
        </Line>
        <Line name={t.place}>{entry.seq === null ? t.notLinked : formatNumber(entry.seq)}</Line>
      </dl>
      {changes.length > 0 && <Changes changes={changes} changed={entry.before !== null} />}
      <h3 className="mt-6 mb-2 text-sm font-semibold">{t.more}</h3>
      <div className="flex flex-wrap gap-2">
        <Button variant="outline" size="sm" onClick={() => only({ action: entry.action })}>
          <Filter aria-hidden />
          {t.sameAction}
        </Button>
        {entry.actor?.name && (
          <Button variant="outline" size="sm" onClick={() => only({ actor: entry.actor?.name ?? undefined })}>
            <Filter aria-hidden />
            {t.samePerson}
          </Button>
        )}
        {entry.target?.id && (
          <Button variant="outline" size="sm" onClick={() => only({ text: entry.target?.id ?? undefined })}>
            <Filter aria-hidden />
            {t.sameThing}
          </Button>
        )}
      </div>
    </section>
  );
}

function Changes({ changes, changed }: { changes: Change[]; changed: boolean }) {
  return (
    <>
      <h3 className="mt-6 mb-2 text-sm font-semibold">{changed ? t.changes : t.details}</h3>
      <ul className="divide-y rounded-xl border text-sm">
        {changes.map(({ name, before, after }) => (
          <li key={name} className="px-3 py-2">
            <p className="text-xs text-muted-foreground">{name}</p>
            {before && (
              <p className="flex gap-2 text-muted-foreground">
                <span className="w-12 shrink-0 text-xs leading-5">{t.before}</span>
                <bdi className="min-w-0 line-through [overflow-wrap:anywhere]">{before}</bdi>
              </p>
            )}
            <p className="flex gap-2">
              {changed && <span className="w-12 shrink-0 text-xs leading-5 text-muted-foreground">{t.after}</span>}
              <bdi className="min-w-0 [overflow-wrap:anywhere]">{after || t.nothing}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

const Line = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted-foreground">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
);
const Small = ({ children }: { children: ReactNode }) => (
  <span className="block font-mono text-xs text-muted-foreground">{children}</span>
);
