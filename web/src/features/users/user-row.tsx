import { Badge } from "@/components/ui/badge";
import { formatAgo, formatDay } from "@/lib/when";
import { users as t } from "@/texts/users";
import type { ManagedUser } from "./api";
import { roleName } from "./user-filters";
import { type Asking, UserMenu } from "./user-menu";

export const COLUMNS =
  "lg:grid lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.4fr)_7.5rem_8.5rem_2.25rem] lg:items-center lg:gap-4";

type Props = { user: ManagedUser; own: boolean; onAsk: (asking: Asking) => void };

/** A line of the table; on a phone a card. */
export function UserRow({ user, own, onAsk }: Props) {
  const {
    userName,
    displayName,
    email,
    roles,
    createdAt,
    disabledAt,
    purgeAt,
    approvalAskedAt,
    temporaryUntil,
    lastActiveAt,
    sessions,
  } = user;
  const named = roles.filter((name) => name !== "User");
  const active = lastActiveAt ? formatAgo(lastActiveAt) : t.notLately;
  return (
    <div className={`${COLUMNS} relative flex flex-col gap-0.5 px-4 py-2.5 text-sm max-lg:pe-14`}>
      <div className="flex max-w-full min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="truncate font-medium">
          <bdi>{displayName ?? userName}</bdi>
        </h3>
        {displayName && (
          <bdi dir="ltr" className="truncate text-muted-foreground">
            {userName}
          </bdi>
        )}
        {purgeAt ? (
          <Badge tone="danger">{t.goes(formatDay(purgeAt))}</Badge>
        ) : approvalAskedAt ? (
          <Badge tone="signal">{t.waiting}</Badge>
        ) : (
          disabledAt && <Badge tone="danger">{t.disabled}</Badge>
        )}
        {temporaryUntil && <Badge tone="signal">{t.hasTemporary}</Badge>}
      </div>
      <bdi dir="ltr" className="max-w-full truncate text-muted-foreground rtl:text-end">
        {email}
      </bdi>
      <span className={`flex flex-wrap gap-1 ${named.length === 0 ? "max-lg:hidden" : "max-lg:order-1 max-lg:mt-0.5"}`}>
        {named.length === 0 && <span className="text-muted-foreground">{t.roles.User}</span>}
        {named.map((name) => (
          <Badge key={name} tone={name === "Admin" ? "signal" : undefined}>
            {roleName(name)}
          </Badge>
        ))}
      </span>
      <span className="text-muted-foreground tabular-nums max-lg:text-xs">
        <span className="lg:hidden">{t.lastActive}: </span>
        {active}
        <span className="lg:block lg:text-xs">
          <span className="lg:hidden"> · </span>
          {sessions > 0 ? t.devices(sessions) : t.joined(formatDay(createdAt))}
        </span>
      </span>
      <div className="max-lg:absolute max-lg:end-3 max-lg:top-2">
        <UserMenu user={user} own={own} onAsk={onAsk} />
      </div>
    </div>
  );
}
