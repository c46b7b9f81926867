import { useQuery } from "@tanstack/react-query";
import { MailPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { useShown } from "@/lib/use-shown";
import { formatDay } from "@/lib/when";
import { manage } from "@/texts/manage";
import { users as t } from "@/texts/users";
import { type Invitation, invitationsQuery, useInvitations } from "./api";
import { InviteDialog } from "./invite-dialog";

/** Who was invited and has not come yet. */
export function InvitationsPanel() {
  const invitations = useQuery(invitationsQuery);
  const { revoke } = useInvitations();
  const [inviting, setInviting] = useState(false);
  const revoking = useShown<Invitation | null>(null);
  return (
    <Panel
      title={t.invitations}
      hint={t.invitationsHint}
      actions={
        <Button variant="outline" size="sm" onClick={() => setInviting(true)}>
          <MailPlus aria-hidden />
          {t.invite}
        </Button>
      }
    >
      <Loaded query={invitations} lines={1}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-muted-foreground">{t.noInvitations}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card" aria-label={t.invitations}>
              {list.map((invitation) => (
                <Line key={invitation.id} invitation={invitation} onRevoke={() => revoking.show(invitation)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
      <Confirm
        open={revoking.open}
        onOpenChange={(open) => !open && revoking.hide()}
        title={t.revokeTitle}
        hint={t.revokeHint}
        action={t.revoke}
        onConfirm={() => revoke.mutateAsync(revoking.value?.id ?? "").then(() => announce(t.revoked))}
      />
    </Panel>
  );
}

function Line({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { email, role, invitedBy, expiresAt, mailed } = invitation;
  const over = Date.parse(expiresAt) < Date.now();
  const name = email ?? t.anybody;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 basis-56 grow">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium [overflow-wrap:anywhere]">
          <bdi>{name}</bdi>
          {role === "Admin" && <Badge tone="signal">{t.roles.Admin}</Badge>}
          {over && <Badge tone="danger">{manage.expiry.expired(formatDay(expiresAt))}</Badge>}
        </h3>
        <p className="text-sm text-muted-foreground">
          {[t.invitedBy(invitedBy), mailed && t.mailed, !over && manage.expiry.on(formatDay(expiresAt))]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <Button variant="outline" size="sm" aria-label={`${t.revoke}: ${name}`} onClick={onRevoke}>
        <Trash2 aria-hidden />
        {t.revoke}
      </Button>
    </li>
  );
}
