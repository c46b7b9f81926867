import { X } from "lucide-react";
import { palette } from "@/texts/palette";
import { type Filter, written } from "./filters";

/** The filters of the search, each with a way to take it away. */
export function Chips({ filters, onRemove }: { filters: Filter[]; onRemove: (index: number) => void }) {
  return filters.map((filter, index) => (
    <span key={written(filter)} className="flex h-7 max-w-full items-center rounded-lg bg-accent ps-2 text-sm">
      <span className="text-muted-foreground">{filter.name}:</span>
      <span dir="auto" className="truncate ps-0.5 font-medium">
        {filter.value}
      </span>
      <button
        type="button"
        aria-label={palette.removeFilter(written(filter))}
        onClick={() => onRemove(index)}
        className="grid size-7 shrink-0 place-items-center rounded-lg text-muted-foreground hover:text-foreground"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  ));
}
