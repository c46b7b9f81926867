import type { ManagedFilter } from "../address";
import { ManagedModels } from "./managed-models";
import { Tags } from "./tags";

type Props = { filter: ManagedFilter; onFilter: (filter: ManagedFilter) => void };

/** What users read about models, and the labels they find them by. */
export function CataloguePage({ filter, onFilter }: Props) {
  return (
    <>
      <Tags />
      <ManagedModels filter={filter} onFilter={onFilter} />
    </>
  );
}
