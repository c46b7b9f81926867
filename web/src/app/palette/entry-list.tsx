import { cn } from "@/lib/cn";
import { palette } from "@/texts/palette";
import type { Group } from "./entries";

type Props = {
  id: string;
  groups: Group[];
  chosen: number;
  onPoint: (index: number) => void;
  onChoose: (index: number) => void;
};

/** The focus stays in the field: the field says which entry is meant. */
export function EntryList({ id, groups, chosen, onPoint, onChoose }: Props) {
  let index = -1;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={palette.results}
      className={cn("min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2", groups.length === 0 && "hidden")}
    >
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is not a set of form fields
        <div key={group.name} role="group" aria-label={group.name}>
          <p aria-hidden className="px-2 pt-3 pb-1 text-xs font-medium text-muted-foreground">
            {group.name}
          </p>
          {group.entries.map((entry) => {
            const own = ++index;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are pressed in the field
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
              <div
                key={entry.id}
                id={`${id}-${own}`}
                role="option"
                aria-selected={own === chosen}
                onMouseMove={() => own !== chosen && onPoint(own)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(own)}
                className="cursor-pointer scroll-my-8 rounded-lg px-2 py-1 aria-selected:bg-accent"
              >
                {entry.row}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
