import { useInfiniteQuery } from "@tanstack/react-query";
import { FileUp, UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { RowList } from "@/components/ui/row-list";
import { useUser } from "@/lib/permissions";
import { usePageTitle } from "@/lib/use-page-title";
import { text } from "@/texts/text";
import { users as t } from "@/texts/users";
import { type UserFilter, usersQuery } from "./api";
import { ImportDialog } from "./import/import-dialog";
import { InvitationsPanel } from "./invitations/invitations-panel";
import { Questions } from "./questions";
import { UserDialog } from "./user-dialog";
import { UserFilters } from "./user-filters";
import type { Asking } from "./user-menu";
import { COLUMNS, UserRow } from "./user-row";

type Props = { filter: UserFilter; onFilter: (filter: UserFilter) => void };
const HEIGHTS = { wide: 57, narrow: 109 };

/** Everybody's accounts, newest first; the filter is the address of the page. */
export function UsersPage({ filter, onFilter }: Props) {
  usePageTitle(t.title);
  const self = useUser();
  const users = useInfiniteQuery(usersQuery(filter));
  const [importing, setImporting] = useState(false);
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (next: Asking) => {
    setAsking(next);
    setOpen(true);
  };
  return (
    <>
      <Panel
        title={t.title}
        hint={t.hint}
        actions={
          <>
            <Button size="sm" variant="outline" onClick={() => setImporting(true)}>
              <FileUp aria-hidden />
              {t.import}
            </Button>
            <Button size="sm" onClick={() => setCreating(true)}>
              <UserPlus aria-hidden />
              {t.create}
            </Button>
          </>
        }
      >
        <UserFilters filter={filter} onFilter={onFilter} />
        <Loaded query={users} lines={5}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.items);
            if (all.length === 0)
              return <Empty icon={<Users aria-hidden />} title={t.nothingFound} hint={t.nothingFoundHint} />;
            return (
              <RowList
                label={t.title}
                rows={all}
                heights={HEIGHTS}
                columns={COLUMNS}
                names={[t.user, text.auth.email, t.role, t.lastActive]}
                foot={users.hasNextPage ? t.loading : t.theEnd}
                onEnd={() => users.hasNextPage && !users.isFetchingNextPage && void users.fetchNextPage()}
              >
                {(user) => <UserRow user={user} own={user.id === self?.id} onAsk={ask} />}
              </RowList>
            );
          }}
        </Loaded>
        <ImportDialog open={importing} onClose={() => setImporting(false)} />
        <UserDialog user={null} open={creating} onClose={() => setCreating(false)} />
        {asking && <Questions asking={asking} open={open} onClose={() => setOpen(false)} />}
      </Panel>
      <InvitationsPanel />
    </>
  );
}
