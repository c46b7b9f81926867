import { useQuery } from "@tanstack/react-query";
import { KeyRound, Pencil, Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { manage } from "@/texts/manage";
import { type ApiKey, keysQuery, useKeyChanges } from "./api";
import { KeyDialog } from "./key-dialog";
import { KeyRow } from "./key-row";
import { Revoke } from "./revoke";

export function KeysPage() {
  const t = manage.keys;
  usePageTitle(t.title);
  const keys = useQuery(keysQuery);
  const { revoke } = useKeyChanges();
  const editing = useShown<ApiKey | null>(null);
  const create = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <Panel title={t.title} hint={t.hint} actions={keys.data?.length ? create : null}>
      <Loaded query={keys}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<KeyRound aria-hidden />} title={t.empty} hint={t.emptyHint} action={create} />
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {list.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  actions={
                    <>
                      <Button
                        variant="outline"
                        size="sm"
                        aria-label={`${manage.common.edit}: ${key.name}`}
                        onClick={() => editing.show(key)}
                      >
                        <Pencil aria-hidden />
                        {manage.common.edit}
                      </Button>
                      <Revoke name={key.name} onRevoke={() => revoke.mutateAsync(key.id)} />
                    </>
                  }
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <KeyDialog open={editing.open} apiKey={editing.value} onClose={editing.hide} />
    </Panel>
  );
}
