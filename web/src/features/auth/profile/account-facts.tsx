import type { User } from "@/lib/session";
import { formatDay } from "@/lib/when";
import { text } from "@/texts/text";

/** What the owner of an account cannot change. */
export const AccountFacts = ({ user }: { user: User }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 border-t pt-6">
    <dt className="text-muted-foreground">{text.settings.email}</dt>
    <dd className="[overflow-wrap:anywhere]">{user.email}</dd>
    {user.roles.length > 0 && (
      <>
        <dt className="text-muted-foreground">{text.settings.roles}</dt>
        <dd>{user.roles.join(", ")}</dd>
      </>
    )}
    <dt className="text-muted-foreground">{text.settings.since}</dt>
    <dd>{formatDay(user.createdAt)}</dd>
  </dl>
);
