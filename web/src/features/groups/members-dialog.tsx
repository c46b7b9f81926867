import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Typed } from "@/components/ui/typed";
import { announce } from "@/lib/announcer";
import { access as t } from "@/texts/access";
import { manage } from "@/texts/manage";
import { type Group, type Member, membersQuery, peopleQuery, useGroupChanges } from "./api";

type Props = { group: Group; open: boolean; onClose: () => void };
const SEARCH_FROM = 10;

/** Who is in a group; each change is made at once. */
export function MembersDialog({ group, open, onClose }: Props) {
  return (
    <Dialog open={open} onOpenChange={(now) => !now && onClose()} title={t.membersTitle(group.name)}>
      <Members group={group} />
      <div className="mt-5 flex justify-end">
        <Button variant="outline" onClick={onClose}>
          {manage.common.done}
        </Button>
      </div>
    </Dialog>
  );
}

function Members({ group }: { group: Group }) {
  const [wanted, setWanted] = useState<string>();
  const [within, setWithin] = useState<string>();
  const members = useInfiniteQuery(membersQuery(group.id, within));
  const people = useQuery(peopleQuery(wanted ?? ""));
  const { setMembers } = useGroupChanges();
  const all = members.data?.pages.flatMap((page) => page.items) ?? [];
  const others = (wanted && people.data) || [];
  const add = ({ id, userName }: Member) =>
    setMembers.mutate({ id: group.id, add: [id] }, { onSuccess: () => announce(t.memberAdded(userName)) });
  const remove = ({ id, userName }: Member) =>
    setMembers.mutate({ id: group.id, remove: [id] }, { onSuccess: () => announce(t.memberRemoved(userName)) });
  return (
    <div className="space-y-5">
      <div>
        <Typed label={t.addMembers} placeholder={t.addHint} value={wanted} onChange={setWanted} />
        {wanted && people.data && others.length === 0 && (
          <p role="status" className="mt-2 text-sm text-muted-foreground">
            {t.nobodyFound}
          </p>
        )}
        {others.length > 0 && (
          <ul aria-label={t.addMembers} className="mt-2 divide-y rounded-lg border border-input bg-card">
            {others.map((person) => (
              <Line key={person.id} person={person}>
                {all.some(({ id }) => id === person.id) ? (
                  <span className="shrink-0 text-muted-foreground">{t.isMember}</span>
                ) : (
                  <Button variant="quiet" size="iconSm" aria-label={t.add(person.userName)} onClick={() => add(person)}>
                    <Plus aria-hidden />
                  </Button>
                )}
              </Line>
            ))}
          </ul>
        )}
      </div>
      {setMembers.error && <Notice tone="danger">{setMembers.error.message}</Notice>}
      <section aria-label={t.members}>
        <h3 className="mb-1.5 text-sm font-medium">{t.members}</h3>
        {(all.length >= SEARCH_FROM || within) && (
          <Typed className="mb-2" label={t.findMember} value={within} onChange={setWithin} />
        )}
        <Loaded query={members} lines={2}>
          {() =>
            all.length === 0 ? (
              <p className="text-sm text-muted-foreground">{within ? t.nobodyFound : t.noMembers}</p>
            ) : (
              <ul
                aria-label={t.members}
                className="max-h-72 divide-y overflow-y-auto rounded-lg border border-input bg-card"
              >
                {all.map((person) => (
                  <Line key={person.id} person={person}>
                    <Button
                      variant="quiet"
                      size="iconSm"
                      aria-label={t.takeOut(person.userName)}
                      onClick={() => remove(person)}
                    >
                      <X aria-hidden />
                    </Button>
                  </Line>
                ))}
              </ul>
            )
          }
        </Loaded>
        {members.hasNextPage && (
          <Button className="mt-2" variant="outline" size="sm" onClick={() => void members.fetchNextPage()}>
            {t.more}
          </Button>
        )}
      </section>
    </div>
  );
}

const Line = ({ person, children }: { person: Member; children: React.ReactNode }) => (
  <li className="flex min-h-11 items-center gap-2 px-3 py-1 text-sm">
    <span className="min-w-0 grow">
      <bdi className="block truncate font-medium">{person.displayName ?? person.userName}</bdi>
      <bdi dir="ltr" className="block truncate text-muted-foreground rtl:text-end">
        {person.displayName ? `${person.userName} · ${person.email}` : person.email}
      </bdi>
    </span>
    {children}
  </li>
);
