import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { announce } from "@/lib/announcer";
import { offerUndo } from "@/lib/undo";
import { manage } from "@/texts/manage";
import { activeUsersQuery, usePutUserPolicy, userPoliciesQuery } from "./api";

/** Whose questions an administrator keeps on site. */
export function UserPolicies() {
  const t = manage.policies;
  const policies = useQuery(userPoliciesQuery);
  const users = useQuery(activeUsersQuery);
  const put = usePutUserPolicy();
  const [chosen, setChosen] = useState("");
  const nameOf = (id: string) => users.data?.find((user) => user.id === id)?.name ?? `…${id.slice(-8)}`;
  const keep = (userId: string) =>
    put.mutateAsync({ userId, localOnly: true }).then(() => announce(t.kept(nameOf(userId))));
  const release = (userId: string) =>
    put.mutate(
      { userId, localOnly: false },
      {
        onSuccess: () => {
          announce(manage.common.removed(nameOf(userId)));
          offerUndo(manage.common.removed(nameOf(userId)), () => keep(userId));
        },
      },
    );
  return (
    <Panel title={t.users} hint={t.usersHint}>
      {put.error && (
        <Notice tone="danger" className="mb-3">
          {put.error.message}
        </Notice>
      )}
      <Loaded query={policies} lines={1}>
        {(list) => {
          const others = (users.data ?? []).filter((user) => !list.some((policy) => policy.userId === user.id));
          return (
            <>
              {others.length > 0 && (
                <div className="mb-4 flex max-w-md items-start gap-2">
                  <SelectField
                    className="min-w-0 flex-1"
                    label={t.user}
                    hint={t.userHint}
                    value={chosen}
                    onChange={(event) => setChosen(event.target.value)}
                    options={[{ value: "", label: "–" }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
                  />
                  <Button
                    variant="outline"
                    className="mt-6.5 h-11"
                    disabled={chosen === "" || put.isPending}
                    onClick={() =>
                      void keep(chosen).then(
                        () => setChosen(""),
                        () => undefined,
                      )
                    }
                  >
                    {t.keep}
                  </Button>
                </div>
              )}
              {list.length === 0 ? (
                <p className="text-muted-foreground">{t.noUsers}</p>
              ) : (
                <ul className="divide-y rounded-2xl border bg-card">
                  {list.map(({ userId }) => (
                    <li key={userId} className="flex items-center justify-between gap-3 px-4 py-2 sm:px-5">
                      <span className="font-medium [overflow-wrap:anywhere]" title={userId}>
                        {nameOf(userId)}
                      </span>
                      <IconButton
                        label={`${manage.common.remove}: ${nameOf(userId)}`}
                        disabled={put.isPending}
                        onClick={() => release(userId)}
                      >
                        <X aria-hidden />
                      </IconButton>
                    </li>
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
