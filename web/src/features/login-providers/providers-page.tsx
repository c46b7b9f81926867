import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { manage } from "@/texts/manage";
import { sso } from "@/texts/sso";
import { type Provider, providersQuery, useProviderChanges } from "./api";
import { ProviderCard } from "./provider-card";
import { ProviderDialog } from "./provider-dialog";

export function ProvidersPage() {
  const t = sso.admin;
  usePageTitle(t.title);
  const providers = useQuery(providersQuery);
  const { remove } = useProviderChanges();
  const editing = useShown<Provider | null>(null);
  const removing = useShown<Provider | null>(null);
  const gone = removing.value;
  const add = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <Panel title={t.title} hint={t.hint} actions={providers.data?.length ? add : null}>
      <Loaded query={providers}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon={<KeyRound aria-hidden />} title={t.empty} hint={t.emptyHint} action={add} />
          ) : (
            <ul className="space-y-3">
              {list.map((one) => (
                <ProviderCard
                  key={one.id}
                  provider={one}
                  onEdit={() => editing.show(one)}
                  onRemove={() => removing.show(one)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <ProviderDialog open={editing.open} provider={editing.value} onClose={editing.hide} />
      <Confirm
        open={removing.open}
        onOpenChange={(now) => !now && removing.hide()}
        title={t.removeTitle(gone?.name ?? "")}
        hint={t.removeHint}
        action={manage.common.remove}
        onConfirm={() => remove.mutateAsync(gone?.id ?? "").then(() => announce(t.removed(gone?.name ?? "")))}
      />
    </Panel>
  );
}
