import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { useSubmit } from "@/lib/use-submit";
import { formatAgo, formatDay } from "@/lib/when";
import { account } from "@/texts/account";
import { type Passkey, passkeysQuery, usePasskeyChanges } from "./api";
import { NeedName } from "./need-name";
import { RenameDialog } from "./rename-dialog";
import { canUse, isAddress } from "./webauthn";

type Doing = { kind: "rename" | "remove"; passkey: Passkey };

export function PasskeysPanel() {
  const t = account.passkeys;
  const passkeys = useQuery(passkeysQuery);
  const { add, remove } = usePasskeyChanges();
  const { run, busy, problem } = useSubmit();
  // Apart, so that the dialog keeps its words while it closes.
  const [doing, setDoing] = useState<Doing | null>(null);
  const [open, setOpen] = useState(false);
  const start = (kind: Doing["kind"]) => (passkey: Passkey) => {
    setDoing({ kind, passkey });
    setOpen(true);
  };
  return (
    <Panel
      title={t.title}
      hint={t.hint}
      actions={
        canUse && (
          <Button variant="outline" disabled={busy} onClick={() => void run(() => add.mutateAsync(), t.added)}>
            <Plus aria-hidden />
            {t.add}
          </Button>
        )
      }
    >
      {!canUse && <Notice className="mb-4">{isAddress ? <NeedName /> : t.unsupported}</Notice>}
      {problem && (
        <Notice tone="danger" className="mb-4">
          {problem.message}
        </Notice>
      )}
      <Loaded query={passkeys} lines={1}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-sm text-muted-foreground">{t.none}</p>
          ) : (
            <ul aria-label={t.title} className="divide-y rounded-2xl border bg-card">
              {list.map((passkey) => (
                <Row key={passkey.id} passkey={passkey} onRename={start("rename")} onRemove={start("remove")} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {doing?.kind === "rename" && (
        <RenameDialog key={doing.passkey.id} passkey={doing.passkey} open={open} onClose={() => setOpen(false)} />
      )}
      {doing?.kind === "remove" && (
        <Confirm
          open={open}
          onOpenChange={setOpen}
          title={t.removeTitle(doing.passkey.name)}
          hint={t.removeHint}
          action={t.remove}
          onConfirm={() => remove.mutateAsync(doing.passkey.id).then(() => announce(t.removed))}
        />
      )}
    </Panel>
  );
}

type RowProps = { passkey: Passkey; onRename: (passkey: Passkey) => void; onRemove: (passkey: Passkey) => void };

function Row({ passkey, onRename, onRemove }: RowProps) {
  const t = account.passkeys;
  const { name, createdAt, lastUsedAt, backedUp } = passkey;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-3.5 sm:px-5">
      <div className="flex min-w-0 basis-64 grow items-center gap-3.5">
        <KeyRound aria-hidden className="size-5 shrink-0 text-muted-foreground" />
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
            {backedUp && <Badge>{t.synced}</Badge>}
          </h3>
          <p className="mt-0.5 text-sm text-muted-foreground">
            {t.created(formatDay(createdAt))} · {lastUsedAt ? t.lastUsed(formatAgo(lastUsedAt)) : t.never}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant="outline" size="sm" aria-label={`${t.rename}: ${name}`} onClick={() => onRename(passkey)}>
          {t.rename}
        </Button>
        <Button variant="danger" size="sm" aria-label={`${t.remove}: ${name}`} onClick={() => onRemove(passkey)}>
          {t.remove}
        </Button>
      </div>
    </li>
  );
}
