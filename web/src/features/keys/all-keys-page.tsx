import { useInfiniteQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { allKeysQuery, type OwnedKey, useRevokeAnyKey } from "./api";
import { KeyRow } from "./key-row";
import { Revoke } from "./revoke";

/** The keys of all users, for administrators. */
export function AllKeysPage() {
  const t = manage.keys;
  usePageTitle(t.title);
  const keys = useInfiniteQuery(allKeysQuery);
  const revoke = useRevokeAnyKey();
  const [wanted, setWanted] = useState("");
  return (
    <Panel title={t.title} hint={t.adminHint}>
      <Loaded query={keys}>
        {(list) => {
          if (list.length === 0)
            return <Empty icon={<KeyRound aria-hidden />} title={t.adminEmpty} hint={t.adminEmptyHint} />;
          const found = list.filter((key) => fits(key, wanted));
          return (
            <>
              <Field
                className="mb-4 max-w-96"
                type="search"
                label={t.search}
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
              />
              {found.length === 0 ? (
                <p className="text-muted-foreground">{t.noneFound}</p>
              ) : (
                <ul className="divide-y rounded-2xl border bg-card">
                  {found.map((key) => (
                    <KeyRow
                      key={key.id}
                      apiKey={key}
                      actions={<Revoke name={key.name} onRevoke={() => revoke.mutateAsync(key.id)} />}
                    />
                  ))}
                </ul>
              )}
              {keys.hasNextPage && (
                <Button
                  variant="outline"
                  className="mt-4"
                  disabled={keys.isFetchingNextPage}
                  onClick={() => void keys.fetchNextPage()}
                >
                  {text.chat.more}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

const fits = (key: OwnedKey, wanted: string) =>
  [key.name, key.ownerName ?? "", key.ownerId ?? "", key.prefix].some((part) =>
    part.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
