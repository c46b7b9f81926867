import { useInfiniteQuery } from "@tanstack/react-query";
import { Pencil, Trash2, UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { RowList } from "@/components/ui/row-list";
import { Typed } from "@/components/ui/typed";
import { announce } from "@/lib/announcer";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { access as t } from "@/texts/access";
import { manage } from "@/texts/manage";
import { type Group, groupsQuery, useGroupChanges } from "./api";
import { GroupDialog } from "./group-dialog";
import { MembersDialog } from "./members-dialog";

type Props = { text: string | undefined; onText: (text: string | undefined) => void };
const COLUMNS = "lg:grid lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1.6fr)_9rem_4.75rem] lg:items-center lg:gap-4";
const HEIGHTS = { wide: 57, narrow: 105 };

/** Users who are given access together; the search is the address of the page. */
export function GroupsPage({ text, onText }: Props) {
  usePageTitle(t.groups);
  const groups = useInfiniteQuery(groupsQuery(text));
  const [creating, setCreating] = useState(false);
  const editing = useShown<Group | null>(null);
  const filling = useShown<Group | null>(null);
  const removing = useShown<Group | null>(null);
  const { remove } = useGroupChanges();
  return (
    <Panel
      title={t.groups}
      hint={t.groupsHint}
      actions={
        <Button size="sm" onClick={() => setCreating(true)}>
          <Users aria-hidden />
          {t.createGroup}
        </Button>
      }
    >
      <Typed className="mb-5 max-w-96" label={t.search} value={text} onChange={onText} />
      <Loaded query={groups} lines={3}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0)
            return (
              <Empty
                icon={<Users aria-hidden />}
                title={text ? t.nothingFound : t.noGroups}
                hint={text ? t.nothingFoundHint : t.noGroupsHint}
              />
            );
          return (
            <RowList
              label={t.groups}
              rows={all}
              heights={HEIGHTS}
              columns={COLUMNS}
              names={[t.group, t.description, t.members]}
              foot={groups.hasNextPage ? t.loading : t.theEnd}
              onEnd={() => groups.hasNextPage && !groups.isFetchingNextPage && void groups.fetchNextPage()}
            >
              {(group) => (
                <Row
                  group={group}
                  onEdit={() => editing.show(group)}
                  onMembers={() => filling.show(group)}
                  onRemove={() => removing.show(group)}
                />
              )}
            </RowList>
          );
        }}
      </Loaded>
      <GroupDialog group={null} open={creating} onClose={() => setCreating(false)} onMade={filling.show} />
      {editing.value && (
        <GroupDialog key={editing.value.id} group={editing.value} open={editing.open} onClose={editing.hide} />
      )}
      {filling.value && (
        <MembersDialog
          key={`${filling.value.id}, members`}
          group={filling.value}
          open={filling.open}
          onClose={filling.hide}
        />
      )}
      <Confirm
        open={removing.open}
        onOpenChange={(open) => !open && removing.hide()}
        title={t.deleteGroupTitle(removing.value?.name ?? "")}
        hint={t.deleteGroupHint}
        action={t.deleteRole}
        onConfirm={() => remove.mutateAsync(removing.value?.id ?? "").then(() => announce(t.groupDeleted))}
      />
    </Panel>
  );
}

type RowProps = { group: Group; onEdit: () => void; onMembers: () => void; onRemove: () => void };

function Row({ group: { name, description, members }, onEdit, onMembers, onRemove }: RowProps) {
  return (
    <div className={`${COLUMNS} relative flex flex-col items-start gap-1 px-4 py-2.5 text-sm max-lg:pe-24`}>
      <h3 className="max-w-full truncate font-medium">
        <bdi>{name}</bdi>
      </h3>
      <p dir="auto" className="max-w-full truncate text-muted-foreground empty:max-lg:hidden">
        {description}
      </p>
      <Button variant="outline" size="sm" aria-label={`${t.members}: ${name}`} onClick={onMembers}>
        <UserPlus aria-hidden />
        {t.memberCount(members)}
      </Button>
      <div className="flex gap-0.5 max-lg:absolute max-lg:end-3 max-lg:top-2">
        <Button variant="quiet" size="iconSm" aria-label={`${manage.common.edit}: ${name}`} onClick={onEdit}>
          <Pencil aria-hidden />
        </Button>
        <Button variant="quiet" size="iconSm" aria-label={`${t.deleteRole}: ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
    </div>
  );
}
