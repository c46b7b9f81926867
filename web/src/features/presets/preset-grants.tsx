import { useQuery } from "@tanstack/react-query";
import { GrantList } from "@/components/ui/grant-list";
import { Loaded } from "@/components/ui/loaded";
import type { Grant } from "@/lib/grants";
import { type Preset, presetGrantsQuery } from "./api";

type Props = {
  preset: Preset | null;
  /** Null: as they are stored. */
  grants: Grant[] | null;
  error: string | undefined;
  onChange: (grants: Grant[]) => void;
};

/** Whom a preset is granted or denied to; saved with the preset. */
export function PresetGrants({ preset, grants, error, onChange }: Props) {
  const stored = useQuery({ ...presetGrantsQuery(preset?.id ?? ""), enabled: preset !== null });
  const list = (known: Grant[]) => <GrantList grants={grants ?? known} error={error} onChange={onChange} />;
  return preset ? (
    <Loaded query={stored} lines={1}>
      {list}
    </Loaded>
  ) : (
    list([])
  );
}
