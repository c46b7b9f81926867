import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { useShown } from "@/lib/use-shown";
import { installed as t } from "@/texts/installed";
import { ActDialog } from "./act-dialog";
import { type Installed, installedQuery } from "./api";
import { CreateDialog } from "./create-dialog";
import { InstalledRow } from "./installed-row";
import { PromoteDialog } from "./promote-dialog";

export type Act = "load" | "unload" | "copy" | "remove" | "create" | "promote";
export type Acting = { act: Act; model: Installed };

const SEARCH_FROM = 10;
const SHOWN = 60;

/** What is on the disks of the nodes, and what can be done with it. */
export function InstalledPanel() {
  const installed = useQuery(installedQuery);
  const [wanted, setWanted] = useState("");
  const acting = useShown<Acting | null>(null);
  const of = (...acts: Act[]) => (acting.value && acts.includes(acting.value.act) ? acting.value : null);
  const shared = { open: acting.open, onClose: acting.hide };
  const [now, create, promote] = [of("load", "unload", "copy", "remove"), of("create"), of("promote")];
  return (
    <Panel title={t.title} hint={t.hint}>
      <Loaded query={installed}>
        {({ items, nodes }) => {
          if (items.length === 0) return <Empty icon={<Boxes aria-hidden />} title={t.empty} hint={t.emptyHint} />;
          const found = items.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
          return (
            <>
              {items.length >= SEARCH_FROM && (
                <Field
                  className="mb-4 max-w-96"
                  type="search"
                  label={t.search}
                  value={wanted}
                  onChange={(event) => setWanted(event.target.value)}
                />
              )}
              {found.length === 0 && <p className="text-muted-foreground">{t.noneFound}</p>}
              {found.length > 0 && (
                <ul aria-label={t.title} className="divide-y rounded-2xl border bg-card">
                  {found.slice(0, SHOWN).map((model) => (
                    <InstalledRow key={model.name} model={model} onAct={(act) => acting.show({ act, model })} />
                  ))}
                </ul>
              )}
              {found.length > SHOWN && (
                <p className="mt-3 text-sm text-muted-foreground">{t.more(found.length - SHOWN)}</p>
              )}
              {create && <CreateDialog {...shared} base={create.model.name} nodes={nodes} />}
            </>
          );
        }}
      </Loaded>
      {now && <ActDialog {...shared} key={`${now.act} ${now.model.name}`} acting={now} />}
      {promote && <PromoteDialog {...shared} model={promote.model.name} />}
    </Panel>
  );
}
