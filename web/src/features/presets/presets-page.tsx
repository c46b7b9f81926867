import { useQuery } from "@tanstack/react-query";
import { Download, FileUp, Plus, Search, SlidersHorizontal } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { presets } from "@/texts/presets";
import { type PresetSummary, presetsQuery } from "./api";
import { defaultPresetQuery } from "./chat-api";
import { ImportDialog } from "./import-dialog";
import { PresetDialog } from "./preset-dialog";
import { type PresetActions, PresetRow } from "./preset-row";
import { usePresetActions } from "./use-preset-actions";

export function PresetsPage() {
  usePageTitle(presets.title);
  const [search, setSearch] = useState("");
  const query = useQuery(presetsQuery(useDeferredValue(search.trim())));
  const begin = useQuery(defaultPresetQuery);
  const editing = useShown<PresetSummary | null>(null);
  const [importing, setImporting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const actions = usePresetActions({ open: editing.show, onProblem: setProblem });
  const create = (
    <Button onClick={() => editing.show(null)}>
      <Plus aria-hidden />
      {presets.create}
    </Button>
  );
  return (
    <Panel
      title={presets.title}
      hint={presets.hint}
      actions={
        <>
          <Button variant="outline" onClick={() => setImporting(true)}>
            <FileUp aria-hidden />
            {presets.import}
          </Button>
          <Button
            variant="outline"
            onClick={() => actions.download([])}
            disabled={!query.data?.some((one) => one.mine)}
          >
            <Download aria-hidden />
            {presets.exportAll}
          </Button>
          {query.data?.length || search ? create : null}
        </>
      }
    >
      {problem && (
        <Notice tone="danger" className="mb-4">
          {problem}
        </Notice>
      )}
      {(search || (query.data?.length ?? 0) > 0) && <SearchField value={search} onChange={setSearch} />}
      <Loaded query={query}>
        {(list) =>
          list.length > 0 ? (
            <>
              <Rows
                title={presets.mine}
                list={list.filter((one) => one.mine)}
                begin={begin.data?.presetId}
                actions={actions}
              />
              <Rows
                title={presets.others}
                list={list.filter((one) => !one.mine)}
                begin={begin.data?.presetId}
                actions={actions}
              />
            </>
          ) : search ? (
            <p role="status" className="py-6 text-center text-muted-foreground">
              {presets.noneFound(search)}
            </p>
          ) : (
            <Empty
              icon={<SlidersHorizontal aria-hidden />}
              title={presets.empty}
              hint={presets.emptyHint}
              action={create}
            />
          )
        }
      </Loaded>
      <PresetDialog open={editing.open} preset={editing.value} onClose={editing.hide} />
      <ImportDialog open={importing} onClose={() => setImporting(false)} />
    </Panel>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <div className="relative mb-4">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-muted-foreground"
      />
      <input
        type="search"
        aria-label={presets.search}
        placeholder={presets.search}
        maxLength={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-10 w-full rounded-lg border border-input bg-card ps-9 pe-3 text-base sm:text-sm"
      />
    </div>
  );
}

type RowsProps = { title: string; list: PresetSummary[]; begin: string | null | undefined; actions: PresetActions };

function Rows({ title, list, begin, actions }: RowsProps) {
  if (list.length === 0) return null;
  return (
    <section aria-label={title} className="mb-6">
      <p aria-hidden className="mb-1.5 px-1 text-[0.8125rem] font-medium text-muted-foreground">
        {title}
      </p>
      <ul className="divide-y rounded-2xl border bg-card">
        {list.map((preset) => (
          <PresetRow key={preset.id} preset={preset} isDefault={preset.id === begin} actions={actions} />
        ))}
      </ul>
    </section>
  );
}
