import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { formatNumber } from "@/lib/format";
import { formatAgo, formatDay } from "@/lib/when";
import { manage } from "@/texts/manage";
import type { OwnedKey } from "./api";

/** One key as a line of a list. */
export function KeyRow({ apiKey, actions }: { apiKey: OwnedKey; actions: ReactNode }) {
  const t = manage.keys;
  const expired = apiKey.expiresAt !== null && Date.parse(apiKey.expiresAt) < Date.now();
  const { limits } = apiKey;
  const facts = [
    apiKey.lastUsedAt ? t.lastUsed(formatAgo(apiKey.lastUsedAt)) : t.neverUsed,
    t.createdOn(formatDay(apiKey.createdAt)),
    apiKey.expiresAt ? manage.expiry[expired ? "expired" : "on"](formatDay(apiKey.expiresAt)) : manage.expiry.not,
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-3.5 sm:px-5">
      <div className="min-w-0 basis-64 grow">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="font-semibold [overflow-wrap:anywhere]">{apiKey.name}</h3>
          <code className="font-mono text-[0.8125rem] text-muted-foreground">{apiKey.prefix}…</code>
          {apiKey.ownerId && (
            <span className="text-sm text-muted-foreground" title={apiKey.ownerId}>
              {t.owner(apiKey.ownerName ?? shortId(apiKey.ownerId))}
            </span>
          )}
        </div>
        <p className="mt-0.5 text-sm text-muted-foreground">{facts.join(" · ")}</p>
        <p className="mt-2 flex flex-wrap gap-1.5">
          {expired && <Badge tone="danger">{manage.expiry.expired(formatDay(apiKey.expiresAt ?? ""))}</Badge>}
          {apiKey.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
          {apiKey.models && <Badge>{t.modelCount(apiKey.models.length)}</Badge>}
          {limits?.requestsPerMinute && <Badge>{t.perMinute(formatNumber(limits.requestsPerMinute))}</Badge>}
          {limits?.tokensPerMinute && <Badge>{t.tokensMinute(formatNumber(limits.tokensPerMinute))}</Badge>}
          {limits?.concurrentStreams && <Badge>{t.streams(formatNumber(limits.concurrentStreams))}</Badge>}
        </p>
      </div>
      <div className="flex gap-2">{actions}</div>
    </li>
  );
}

// The end tells users apart: the beginning of such an id is the time.
const shortId = (id: string) => `…${id.slice(-8)}`;
