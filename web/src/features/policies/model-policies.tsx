import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Loaded } from "@/components/ui/loaded";
import { Notice } from "@/components/ui/notice";
import { Empty, Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { compareNames } from "@/lib/compare-names";
import { manage } from "@/texts/manage";
import { type ModelPolicy, policiesQuery, servedQuery, usePutPolicy } from "./api";

const SEARCH_FROM = 10;

/** Two switches for each model. */
export function ModelPolicies() {
  const t = manage.policies;
  const policies = useQuery(policiesQuery);
  const served = useQuery(servedQuery);
  const put = usePutPolicy();
  const [wanted, setWanted] = useState("");
  return (
    <Panel title={t.models} hint={t.modelsHint}>
      {put.error && (
        <Notice tone="danger" className="mb-3">
          {put.error.message}
        </Notice>
      )}
      <Loaded query={served}>
        {(names) => (
          <Loaded query={policies}>
            {(set) => {
              const all = [...new Set([...names, ...set.map((policy) => policy.model)])].sort(compareNames);
              if (all.length === 0)
                return <Empty icon={<Boxes aria-hidden />} title={t.emptyModels} hint={t.emptyModelsHint} />;
              const found = all.filter((name) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
              return (
                <>
                  {all.length >= SEARCH_FROM && (
                    <Field
                      className="mb-4 max-w-96"
                      type="search"
                      label={t.search}
                      value={wanted}
                      onChange={(event) => setWanted(event.target.value)}
                    />
                  )}
                  <p className="mb-3 text-sm text-muted-foreground">
                    <strong className="font-medium text-foreground">{t.localOnly}:</strong> {t.localOnlyHint}{" "}
                    <strong className="font-medium text-foreground">{t.hidden}:</strong> {t.hiddenHint}
                  </p>
                  {found.length === 0 ? (
                    <p className="text-muted-foreground">{t.noneFound}</p>
                  ) : (
                    <ul className="divide-y rounded-2xl border bg-card">
                      {found.map((model) => (
                        <PolicyRow
                          key={model}
                          policy={
                            set.find((policy) => policy.model === model) ?? { model, localOnly: false, hidden: false }
                          }
                          served={names.includes(model)}
                          onChange={(policy) => put.mutate(policy)}
                        />
                      ))}
                    </ul>
                  )}
                </>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Panel>
  );
}

type RowProps = { policy: ModelPolicy; served: boolean; onChange: (policy: ModelPolicy) => void };

function PolicyRow({ policy, served, onChange }: RowProps) {
  const t = manage.policies;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 basis-48 grow">
        <h3 className="font-medium [overflow-wrap:anywhere]">{policy.model}</h3>
        {!served && <p className="text-sm text-muted-foreground">{t.notServed}</p>}
      </div>
      <div className="flex gap-6">
        <Toggle
          label={t.localOnly}
          model={policy.model}
          checked={policy.localOnly}
          onChange={(localOnly) => onChange({ ...policy, localOnly })}
        />
        <Toggle
          label={t.hidden}
          model={policy.model}
          checked={policy.hidden}
          onChange={(hidden) => onChange({ ...policy, hidden })}
        />
      </div>
    </li>
  );
}

type ToggleProps = { label: string; model: string; checked: boolean; onChange: (checked: boolean) => void };

const Toggle = ({ label, model, checked, onChange }: ToggleProps) => (
  <div className="flex items-center gap-2.5 text-sm">
    <span aria-hidden className="text-muted-foreground">
      {label}
    </span>
    <Switch bare label={`${label}: ${model}`} checked={checked} onChange={onChange} />
  </div>
);
