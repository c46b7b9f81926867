import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { useShown } from "@/lib/use-shown";
import { formatAgo, formatDay } from "@/lib/when";
import { manage } from "@/texts/manage";
import { type JoinToken, joinTokensQuery, useJoinTokenChanges } from "./api";
import { JoinTokenDialog } from "./join-token-dialog";

/** The secrets with which machines register themselves. */
export function JoinTokens() {
  const t = manage.tokens;
  const tokens = useQuery(joinTokensQuery);
  const { revoke } = useJoinTokenChanges();
  const [creating, setCreating] = useState(false);
  const revoking = useShown<JoinToken | null>(null);
  const create = (
    <Button variant="outline" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <Panel title={t.title} hint={t.hint} actions={tokens.data?.length ? create : null}>
      <Loaded query={tokens} lines={1}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<KeyRound aria-hidden />} title={t.empty} hint={t.emptyHint} action={create} />
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((token) => (
                <li key={token.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5">
                  <div className="min-w-0 basis-56 grow">
                    <h3 className="font-semibold [overflow-wrap:anywhere]">{token.name}</h3>
                    <p className="text-sm text-muted-foreground">
                      {[
                        token.allowedNetworks?.length ? t.fromNetworks(token.allowedNetworks.join(", ")) : t.waits,
                        expiryOf(token.expiresAt),
                        token.lastUsedAt ? manage.keys.lastUsed(formatAgo(token.lastUsedAt)) : manage.keys.neverUsed,
                      ].join(" · ")}
                    </p>
                  </div>
                  <Button
                    variant="outline"
                    size="sm"
                    aria-label={`${t.revoke}: ${token.name}`}
                    onClick={() => revoking.show(token)}
                  >
                    <Trash2 aria-hidden />
                    {t.revoke}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <JoinTokenDialog open={creating} onClose={() => setCreating(false)} />
      <Confirm
        open={revoking.open}
        onOpenChange={(open) => !open && revoking.hide()}
        title={t.revokeTitle(revoking.value?.name ?? "")}
        hint={t.revokeHint}
        action={t.revoke}
        onConfirm={() => revoke.mutateAsync(revoking.value?.id ?? "").then(() => announce(t.revoked))}
      />
    </Panel>
  );
}

function expiryOf(at: string | null): string {
  if (!at) return manage.expiry.not;
  return Date.parse(at) < Date.now() ? manage.expiry.expired(formatDay(at)) : manage.expiry.on(formatDay(at));
}
