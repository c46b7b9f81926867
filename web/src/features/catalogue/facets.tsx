import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "@/lib/cn";
import { formatContext, formatNumber } from "@/lib/format";
import { catalogue as t } from "@/texts/catalogue";
import type { Filter } from "./address";
import type { Facets, FacetValue } from "./api";
import { nameOfCapability } from "./facts";

type Props = { facets: Facets | undefined; filter: Filter; onFilter: (filter: Filter) => void };
const SHOWN = 8;

/** What the list can be narrowed to, and how many models each choice leaves. On a phone it unfolds. */
export function FacetList({ facets, filter, onFilter }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const toggle = (name: "tag" | "capability" | "family" | "size") => (value: string, on: boolean) => {
    const values = on ? [...(filter[name] ?? []), value] : filter[name]?.filter((one) => one !== value);
    onFilter({ ...filter, [name]: values?.length ? values : undefined });
  };
  return (
    <div className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-6rem)] lg:self-start lg:overflow-y-auto lg:pe-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center justify-between rounded-lg border bg-card px-3 text-sm font-medium lg:hidden"
      >
        {t.filters}
        <ChevronDown aria-hidden className={cn("size-4 transition-transform", open && "rotate-180")} />
      </button>
      <div id={id} className={cn("grid gap-5 max-lg:mt-3 max-lg:grid-cols-2 max-lg:gap-4", !open && "max-lg:hidden")}>
        <Group name={t.tags} values={facets?.tags} chosen={filter.tag} onToggle={toggle("tag")} />
        <Group
          name={t.capabilities}
          values={facets?.capabilities.filter(({ value }) => value !== "jsonSchema")}
          chosen={filter.capability}
          onToggle={toggle("capability")}
          labelOf={nameOfCapability}
        />
        <Group
          name={t.sizes}
          values={facets?.sizes}
          chosen={filter.size}
          onToggle={toggle("size")}
          labelOf={(value) => t.size[value] ?? value}
        />
        <Group
          name={t.contexts}
          values={facets?.contexts}
          chosen={filter.context ? [filter.context] : []}
          onToggle={(value, on) => onFilter({ ...filter, context: on ? value : undefined })}
          labelOf={(value) => t.contextFrom(formatContext(Number(value)))}
        />
        <Group name={t.families} values={facets?.families} chosen={filter.family} onToggle={toggle("family")} />
      </div>
    </div>
  );
}

type GroupProps = {
  name: string;
  values: FacetValue[] | undefined;
  chosen: string[] | undefined;
  onToggle: (value: string, on: boolean) => void;
  labelOf?: (value: string) => string;
};

function Group({ name, values = [], chosen = [], onToggle, labelOf = (value) => value }: GroupProps) {
  const [all, setAll] = useState(false);
  // What is chosen stays, also where nothing has it: it must be possible to take it off.
  const gone = chosen.filter((one) => !values.some(({ value }) => same(value, one)));
  const options = [...values, ...gone.map((value) => ({ value, count: 0, colour: null }))];
  if (options.length === 0) return null;
  const shown = all
    ? options
    : options.filter((one, at) => at < SHOWN || chosen.some((value) => same(value, one.value)));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium text-muted-foreground">{name}</legend>
      <ul>
        {shown.map(({ value, count, colour }) => (
          <li key={value}>
            <label className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 text-sm hover:bg-accent">
              <input
                type="checkbox"
                checked={chosen.some((one) => same(one, value))}
                onChange={(event) => onToggle(value, event.target.checked)}
                className="size-4 shrink-0 accent-primary"
              />
              {colour && (
                <span
                  aria-hidden
                  className="size-2 shrink-0 rounded-full"
                  style={{ backgroundColor: `var(--mark-${colour})` }}
                />
              )}
              <bdi className="min-w-0 flex-1 truncate">{labelOf(value)}</bdi>
              <span className="text-xs text-muted-foreground tabular-nums">{formatNumber(count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {options.length > shown.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-1 rounded px-2 text-sm text-muted-foreground underline underline-offset-2"
        >
          {t.showAll}
        </button>
      )}
    </fieldset>
  );
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
