import { useQuery } from "@tanstack/react-query";
import { CheckList } from "@/components/ui/check-list";
import { SelectField } from "@/components/ui/select-field";
import { compareNames } from "@/lib/compare-names";
import { manage } from "@/texts/manage";
import { modelNamesQuery } from "./api";

type Props = { models: string[] | null; onChange: (models: string[] | null) => void; error: string | undefined };

/** All models, or some. */
export function ModelLimit({ models, onChange, error }: Props) {
  const t = manage.keys;
  const names = useQuery(modelNamesQuery);
  // One that is on no node now stays chosen.
  const options = [...new Set([...(names.data ?? []), ...(models ?? [])])].sort(compareNames);
  return (
    <div className="space-y-3">
      <SelectField
        label={t.models}
        value={models === null ? "all" : "some"}
        onChange={(event) => onChange(event.target.value === "all" ? null : [])}
        options={[
          { value: "all", label: t.allModels },
          { value: "some", label: t.onlyThese },
        ]}
      />
      {models !== null && (
        <CheckList
          label={t.onlyThese}
          hint={t.onlyTheseHint}
          options={options.map((name) => ({ value: name, label: name }))}
          chosen={models}
          onChange={onChange}
          error={error}
        />
      )}
    </div>
  );
}
