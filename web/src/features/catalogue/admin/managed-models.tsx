import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Boxes, Tags as TagsIcon, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { RowList } from "@/components/ui/row-list";
import { SelectField } from "@/components/ui/select-field";
import { Typed } from "@/components/ui/typed";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { catalogue } from "@/texts/catalogue";
import type { ManagedFilter } from "../address";
import { type ManagedModel, managedQuery, tagsQuery } from "./api";
import { AssignDialog } from "./assign-dialog";
import { EditDialog } from "./edit-dialog";
import { GrantsDialog } from "./grants-dialog";
import { COLUMNS, ManagedRow } from "./managed-row";

type Props = { filter: ManagedFilter; onFilter: (filter: ManagedFilter) => void };
const HEIGHTS = { wide: 61, narrow: 105 };
const MOST_SELECTED = 500;

/** Every model by name, also what is hidden or gone; the filter is the address of the page. */
export function ManagedModels({ filter, onFilter }: Props) {
  const t = catalogue.admin;
  usePageTitle(t.title);
  const models = useInfiniteQuery(managedQuery(filter));
  const [selected, setSelected] = useState<string[]>([]);
  const [assigning, setAssigning] = useState(false);
  const [editing, setEditing] = useState<ManagedModel | null>(null);
  const [open, setOpen] = useState(false);
  const granting = useShown("");
  const select = (id: string, on: boolean) =>
    setSelected((before) => (on ? [...before, id].slice(-MOST_SELECTED) : before.filter((other) => other !== id)));
  return (
    <Panel title={catalogue.title} hint={t.hint}>
      <Filters filter={filter} onFilter={onFilter} />
      {selected.length > 0 && (
        <div className="mb-3 flex flex-wrap items-center gap-2 rounded-xl border bg-card px-3 py-2">
          <span role="status" className="me-auto text-sm font-medium tabular-nums">
            {t.selected(selected.length)}
          </span>
          <Button size="sm" onClick={() => setAssigning(true)}>
            <TagsIcon aria-hidden />
            {t.tagSelected}
          </Button>
          <Button variant="quiet" size="sm" onClick={() => setSelected([])}>
            <X aria-hidden />
            {t.clearSelection}
          </Button>
        </div>
      )}
      <Loaded query={models} lines={5}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0)
            return <Empty icon={<Boxes aria-hidden />} title={t.nothingFound} hint={t.nothingFoundHint} />;
          return (
            <RowList
              label={catalogue.title}
              rows={all}
              heights={HEIGHTS}
              columns={COLUMNS}
              names={["", t.model, catalogue.tags, t.nodes]}
              foot={models.hasNextPage ? t.loading : t.theEnd}
              onEnd={() => models.hasNextPage && !models.isFetchingNextPage && void models.fetchNextPage()}
            >
              {(model) => (
                <ManagedRow
                  model={model}
                  selected={selected.includes(model.id)}
                  onSelect={(on) => select(model.id, on)}
                  onEdit={() => {
                    setEditing(model);
                    setOpen(true);
                  }}
                  onGrants={() => granting.show(model.name)}
                />
              )}
            </RowList>
          );
        }}
      </Loaded>
      <AssignDialog
        models={selected}
        open={assigning}
        onClose={() => setAssigning(false)}
        onDone={() => setSelected([])}
      />
      {editing && (
        <EditDialog key={`${editing.id}-${open}`} model={editing} open={open} onClose={() => setOpen(false)} />
      )}
      {granting.value && (
        <GrantsDialog key={granting.value} model={granting.value} open={granting.open} onClose={granting.hide} />
      )}
    </Panel>
  );
}

function Filters({ filter, onFilter }: Props) {
  const t = catalogue.admin;
  const tags = useQuery(tagsQuery).data ?? [];
  const set = (part: ManagedFilter) => onFilter({ ...filter, ...part });
  return (
    <search className="mb-5 grid grid-cols-2 items-end gap-x-4 gap-y-3 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <Typed
        className="max-md:col-span-2"
        label={catalogue.search}
        value={filter.text}
        onChange={(text) => set({ text })}
      />
      <SelectField
        label={catalogue.tags}
        value={filter.tag ?? ""}
        onChange={(event) => set({ tag: event.target.value || undefined })}
        options={[{ value: "", label: t.anyTag }, ...tags.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <SelectField
        label={t.state}
        value={filter.state ?? ""}
        onChange={(event) => set({ state: event.target.value || undefined })}
        options={[
          { value: "", label: t.anyState },
          { value: "installed", label: t.installed },
          { value: "gone", label: t.gone },
        ]}
      />
    </search>
  );
}
