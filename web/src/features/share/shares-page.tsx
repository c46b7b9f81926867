import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Link2, MessageSquare, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, buttonStyles } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { usePageTitle } from "@/lib/use-page-title";
import { formatDay } from "@/lib/when";
import { manage } from "@/texts/manage";
import { sharing } from "@/texts/sharing";
import { type Share, sharesQuery, useShareChanges } from "./api";

export function SharesPage() {
  const t = sharing.links;
  usePageTitle(t.title);
  const shares = useInfiniteQuery(sharesQuery);
  return (
    <Panel title={t.title} hint={t.hint}>
      <Loaded query={shares}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<Link2 aria-hidden />} title={t.empty} hint={t.emptyHint} />
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((share) => (
                <ShareRow key={share.id} share={share} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {shares.hasNextPage && (
        <Button
          variant="outline"
          className="mt-4"
          disabled={shares.isFetchingNextPage}
          onClick={() => void shares.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </Panel>
  );
}

function ShareRow({ share }: { share: Share }) {
  const t = sharing.links;
  const { revoke } = useShareChanges();
  const [asking, setAsking] = useState(false);
  const title = share.title || sharing.shared.untitled;
  const expired = share.expiresAt !== null && Date.parse(share.expiresAt) < Date.now();
  const ends = share.expiresAt ? manage.expiry[expired ? "expired" : "on"](formatDay(share.expiresAt)) : null;
  const facts = [
    t.views(share.views),
    t.made(formatDay(share.createdAt)),
    expired ? null : (ends ?? manage.expiry.not),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 basis-64 grow">
        <h3 dir="auto" className="font-semibold [overflow-wrap:anywhere]">
          {title}
        </h3>
        <p className="mt-0.5 text-sm text-muted-foreground">{facts.filter(Boolean).join(" · ")}</p>
        <p className="mt-2 flex flex-wrap gap-1.5">
          {expired && <Badge tone="danger">{ends}</Badge>}
          <Badge>{share.requiresSignIn ? t.signIn : t.open}</Badge>
        </p>
      </div>
      <div className="flex gap-2">
        <Link
          to="/c/$id"
          params={{ id: share.conversationId }}
          aria-label={`${t.toConversation}: ${title}`}
          className={buttonStyles({ variant: "outline", size: "iconSm" })}
        >
          <MessageSquare aria-hidden />
        </Link>
        <Button variant="outline" size="sm" aria-label={`${t.revoke}: ${title}`} onClick={() => setAsking(true)}>
          <Trash2 aria-hidden />
          {t.revoke}
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={t.revokeTitle(title)}
        hint={t.revokeHint}
        action={t.revoke}
        onConfirm={() => revoke.mutateAsync(share.id).then(() => announce(t.revoked))}
      />
    </li>
  );
}
