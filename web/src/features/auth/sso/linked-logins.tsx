import { useQuery } from "@tanstack/react-query";
import { KeyRound, Link2, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { useShown } from "@/lib/use-shown";
import { formatMoment } from "@/lib/when";
import { sso } from "@/texts/sso";
import { beginLink, type Choice, choicesQuery, type LinkedLogin, linksQuery, useUnlink } from "./api";
import { OwnerProof } from "./owner-proof";

/** The logins at other services that open this account. Not there where no service is set up and none is linked. */
export function LinkedLogins() {
  const t = sso.links;
  const choices = useQuery(choicesQuery);
  const links = useQuery(linksQuery);
  const adding = useShown<Choice | null>(null);
  const removing = useShown<LinkedLogin | null>(null);
  const unlink = useUnlink();
  if (!choices.data?.length && !links.data?.items.length) return null;
  return (
    <Panel
      title={t.title}
      hint={t.hint}
      actions={choices.data?.map((choice) => (
        <Button key={choice.id} variant="outline" disabled={!links.data} onClick={() => adding.show(choice)}>
          <Link2 aria-hidden />
          {t.add(choice.name)}
        </Button>
      ))}
    >
      <Loaded query={links} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted-foreground">{t.none}</p>
          ) : (
            <ul className="divide-y rounded-2xl border bg-card">
              {items.map((one) => (
                <Row key={one.id} link={one} onRemove={() => removing.show(one)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Dialog
        keep
        open={adding.open}
        onOpenChange={(now) => !now && adding.hide()}
        title={t.addTitle(adding.value?.name ?? "")}
      >
        <OwnerProof
          hint={t.addHint}
          submit={t.go}
          onCancel={adding.hide}
          onProven={(proof) => beginLink(adding.value?.id ?? "", proof)}
        />
      </Dialog>
      <Dialog
        keep
        open={removing.open}
        onOpenChange={(now) => !now && removing.hide()}
        title={t.removeTitle(nameOf(removing.value))}
      >
        <OwnerProof
          danger
          hint={t.removeHint}
          submit={t.remove}
          done={t.removed}
          onCancel={removing.hide}
          onProven={(proof) => unlink.mutateAsync({ id: removing.value?.id ?? "", proof }).then(removing.hide)}
        />
      </Dialog>
    </Panel>
  );
}

const nameOf = (link: LinkedLogin | null) => link?.provider ?? sso.links.gone;

function Row({ link, onRemove }: { link: LinkedLogin; onRemove: () => void }) {
  const t = sso.links;
  const name = nameOf(link);
  return (
    <li className="flex items-center gap-3 px-4 py-3.5 sm:px-5">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted-foreground max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold [overflow-wrap:anywhere]">
          {name}
          {link.label && <span className="font-normal text-muted-foreground"> · {link.label}</span>}
        </h3>
        <p className="text-sm text-muted-foreground">
          {t.linked(formatMoment(link.createdAt))}
          {link.lastUsedAt && `, ${t.used(formatMoment(link.lastUsedAt))}`}
        </p>
      </div>
      <IconButton label={`${t.remove}: ${name}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}
