import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { usePageTitle } from "@/lib/use-page-title";
import { useSubmit } from "@/lib/use-submit";
import { serverSettings as t } from "@/texts/server-settings";
import { modelNamesQuery, type Setting, settingsQuery, useSettingsChange } from "./api";
import { changesOf, type Draft, grouped } from "./groups";
import { SettingField } from "./setting-field";

/** What can be changed while the server runs. */
export function ServerSettingsPage() {
  usePageTitle(t.title);
  const settings = useQuery(settingsQuery);
  return (
    <Loaded query={settings} lines={5}>
      {({ items, tag }) => <Settings settings={items} tag={tag} />}
    </Loaded>
  );
}

function Settings({ settings, tag }: { settings: Setting[]; tag: string }) {
  const [draft, setDraft] = useState<Draft>({});
  const models = useQuery(modelNamesQuery);
  const { run, busy, problem, errorOf } = useSubmit();
  const change = useSettingsChange();
  const changes = changesOf(draft, settings);
  const count = Object.keys(changes).length;
  const save = async () => {
    if (await run(() => change.mutateAsync({ tag, changes }), t.saved)) setDraft({});
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="mb-6 max-w-prose text-muted-foreground">{t.hint}</p>
      {grouped(settings).map(([group, some]) => (
        <Panel key={group} title={t.groups[group]?.title ?? group} hint={t.groups[group]?.hint}>
          <div className="grid gap-x-6 gap-y-5 rounded-2xl border bg-card p-4 sm:grid-cols-2 sm:p-5">
            {some.map((setting) => (
              <SettingField
                key={setting.name}
                setting={setting}
                typed={draft[setting.name]}
                onChange={(value) => setDraft((before) => ({ ...before, [setting.name]: value }))}
                error={errorOf(setting.name)}
                models={models.data ?? []}
              />
            ))}
          </div>
        </Panel>
      ))}
      {count > 0 && (
        <div className="sticky bottom-4 z-10 flex flex-wrap items-center justify-between gap-3 rounded-2xl border bg-card px-4 py-3 shadow-float">
          {problem && (
            <Notice tone="danger" className="basis-full">
              {problem.message}
            </Notice>
          )}
          <p className="text-sm font-medium">{t.changes(count)}</p>
          <div className="flex gap-2">
            <Button variant="outline" onClick={() => setDraft({})}>
              {t.discard}
            </Button>
            <Button type="submit" disabled={busy}>
              {t.save}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}
