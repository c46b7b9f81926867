import { Field } from "@/components/ui/field";
import { FilterBar } from "@/components/ui/filter-bar";
import { SelectField } from "@/components/ui/select-field";
import { Typed } from "@/components/ui/typed";
import { audit as t } from "@/texts/audit";
import { AREAS_OF_ACTIONS, type AuditFilter } from "./api";

type Props = { filter: AuditFilter; onFilter: (filter: AuditFilter) => void };

export function AuditFilters({ filter, onFilter }: Props) {
  const set = (part: AuditFilter) => onFilter({ ...filter, ...part });
  const any = Object.values(filter).some(Boolean);
  // An action chosen in an entry is narrower than the areas of this list.
  const areas = AREAS_OF_ACTIONS.map((value) => ({ value: value as string, label: t.areas[value] ?? value }));
  if (filter.action && !areas.some(({ value }) => value === filter.action))
    areas.push({ value: filter.action, label: t.actions[filter.action] ?? filter.action });
  return (
    <FilterBar clear={any ? { label: t.clear, onClear: () => onFilter({}) } : null} className="md:grid-cols-3">
      <Typed
        className="max-md:col-span-2"
        label={t.text}
        placeholder={t.textHint}
        value={filter.text}
        onChange={(text) => set({ text })}
      />
      <SelectField
        label={t.action}
        value={filter.action ?? ""}
        onChange={(event) => set({ action: event.target.value || undefined })}
        options={[{ value: "", label: t.all }, ...areas]}
      />
      <SelectField
        label={t.outcome}
        value={filter.outcome ?? ""}
        onChange={(event) => set({ outcome: event.target.value || undefined })}
        options={[
          { value: "", label: t.all },
          { value: "success", label: t.success },
          { value: "failure", label: t.failure },
        ]}
      />
      <Typed className="max-md:col-span-2" label={t.actor} value={filter.actor} onChange={(actor) => set({ actor })} />
      <Field
        label={t.from}
        type="date"
        value={filter.from ?? ""}
        max={filter.to}
        onChange={(event) => set({ from: event.target.value || undefined })}
      />
      <Field
        label={t.to}
        type="date"
        value={filter.to ?? ""}
        min={filter.from}
        onChange={(event) => set({ to: event.target.value || undefined })}
      />
    </FilterBar>
  );
}
