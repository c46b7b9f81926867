import { Badge } from "@/components/ui/badge";
import { RowList } from "@/components/ui/row-list";
import { audit as t } from "@/texts/audit";
import type { AuditEntry } from "./api";
import { actorOf, momentOf, nameOf, targetOf } from "./words";

type Props = { entries: AuditEntry[]; more: boolean; onOpen: (entry: AuditEntry) => void; onEnd: () => void };
const COLUMNS =
  "lg:grid lg:grid-cols-[10.5rem_minmax(0,1.3fr)_minmax(0,0.8fr)_minmax(0,1.2fr)_8rem] lg:items-center lg:gap-4";
const HEIGHTS = { wide: 45, narrow: 69 };

/** However many entries, only those in view are mounted; they scroll with the page. */
export function AuditList({ entries, more, onOpen, onEnd }: Props) {
  return (
    <RowList
      label={t.title}
      rows={entries}
      heights={HEIGHTS}
      columns={COLUMNS}
      names={[t.when, t.action, t.actor, t.target, t.ip]}
      foot={more ? t.loading : t.end}
      onEnd={onEnd}
    >
      {(entry) => <Row entry={entry} onOpen={onOpen} />}
    </RowList>
  );
}

function Row({ entry, onOpen }: { entry: AuditEntry; onOpen: (entry: AuditEntry) => void }) {
  const target = targetOf(entry);
  return (
    <button
      type="button"
      onClick={() => onOpen(entry)}
      className={`${COLUMNS} flex w-full flex-col gap-0.5 px-4 py-2.5 text-start text-sm transition-colors hover:bg-accent focus-visible:-outline-offset-2`}
    >
      <time dateTime={entry.at} className="text-muted-foreground tabular-nums max-lg:order-2 max-lg:text-xs">
        {momentOf(entry)}
        <span className="lg:hidden">
          {" · "}
          {actorOf(entry)}
        </span>
      </time>
      <span className="flex max-w-full min-w-0 items-center gap-2 font-medium">
        <span className="truncate">{nameOf(entry.action)}</span>
        {entry.outcome === "failure" && <Badge tone="danger">{t.failure}</Badge>}
      </span>
      <span className="truncate max-lg:hidden">
        {actorOf(entry)}
        {entry.key && <span className="text-muted-foreground"> · {entry.key.name ?? t.key}</span>}
      </span>
      <span className="max-w-full truncate max-lg:order-1">
        {entry.target && (
          <>
            <span className="text-muted-foreground">{t.kinds[entry.target.kind] ?? entry.target.kind}</span>
            {target && <bdi> {target}</bdi>}
          </>
        )}
      </span>
      <span className="truncate text-muted-foreground tabular-nums max-lg:hidden">{entry.ip}</span>
    </button>
  );
}
