import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { announce } from "@/lib/announcer";
import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { type InferencePreferences, preferencesQuery, useChangePreferences } from "./api";

export function PrivacyPage() {
  const t = manage.privacy;
  usePageTitle(t.title);
  const preferences = useQuery(preferencesQuery);
  const change = useChangePreferences();
  const set = (more: Partial<InferencePreferences>) =>
    change.mutate(more, { onSuccess: () => announce(text.app.saved) });
  const box = "space-y-5 rounded-2xl border bg-card p-4 sm:p-5";
  return (
    <Loaded query={preferences}>
      {(now) => (
        <>
          <Panel title={t.title} hint={t.hint}>
            <div className={box}>
              <Switch
                label={t.localOnly}
                hint={now.localOnlyForced ? `${t.localOnlyHint} ${t.localOnlyForced}` : t.localOnlyHint}
                checked={now.localOnly}
                disabled={now.localOnlyForced ?? false}
                onChange={(localOnly) => set({ localOnly })}
              />
            </div>
          </Panel>
          <Panel title={t.caches} hint={t.cachesHint}>
            <div className={box}>
              <Switch
                label={t.cacheAnswers}
                hint={t.cacheAnswersHint}
                checked={now.cacheAnswers}
                onChange={(cacheAnswers) => set({ cacheAnswers })}
              />
              <Switch
                label={t.cacheEmbeddings}
                hint={t.cacheEmbeddingsHint}
                checked={now.cacheEmbeddings}
                onChange={(cacheEmbeddings) => set({ cacheEmbeddings })}
              />
            </div>
          </Panel>
          {change.error && <Notice tone="danger">{change.error.message}</Notice>}
        </>
      )}
    </Loaded>
  );
}
