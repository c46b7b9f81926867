import { useQuery } from "@tanstack/react-query";
import { FilterBar } from "@/components/ui/filter-bar";
import { SelectField } from "@/components/ui/select-field";
import { Typed } from "@/components/ui/typed";
import { rolesQuery } from "@/lib/roles";
import { users as t } from "@/texts/users";
import type { UserFilter } from "./api";

type Props = { filter: UserFilter; onFilter: (filter: UserFilter) => void };

export function UserFilters({ filter, onFilter }: Props) {
  const own = useQuery(rolesQuery).data?.items.filter((role) => !role.builtIn) ?? [];
  const set = (part: UserFilter) => onFilter({ ...filter, ...part });
  return (
    <FilterBar
      clear={Object.values(filter).some(Boolean) ? { label: t.clear, onClear: () => onFilter({}) } : null}
      className="md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]"
    >
      <Typed
        className="max-md:col-span-2"
        label={t.search}
        placeholder={t.searchHint}
        value={filter.text}
        onChange={(text) => set({ text })}
      />
      <SelectField
        label={t.role}
        value={filter.role ?? ""}
        onChange={(event) => set({ role: event.target.value || undefined })}
        options={[{ value: "", label: t.all }, ...ROLES, ...own.map(({ name }) => ({ value: name, label: name }))]}
      />
      <SelectField
        label={t.state}
        value={filter.state ?? ""}
        onChange={(event) => set({ state: event.target.value || undefined })}
        options={[
          { value: "", label: t.all },
          { value: "active", label: t.active },
          { value: "disabled", label: t.disabled },
          { value: "deleted", label: t.deleted },
          { value: "waiting", label: t.waiting },
        ]}
      />
    </FilterBar>
  );
}

export const ROLES = [
  { value: "User", label: t.roles.User },
  { value: "Admin", label: t.roles.Admin },
] as const;

/** Own roles are called as their makers called them. */
export const roleName = (name: string) => ROLES.find(({ value }) => value === name)?.label ?? name;
