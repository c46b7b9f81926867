import { LoaderCircle, Search, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Keys } from "@/components/ui/kbd";
import { palette } from "@/texts/palette";
import { Chips } from "./chips";
import { useEntries } from "./entries";
import { EntryList } from "./entry-list";
import { type Filter, takeFilters, toQuery } from "./filters";
import { PaletteState } from "./palette-state";
import { useSearch } from "./use-search";

type Props = { input: RefObject<HTMLInputElement | null>; onClose: () => void; onHelp: () => void };

export function PaletteBody({ input, onClose, onHelp }: Props) {
  const list = useId();
  const [text, setText] = useState("");
  const [filters, setFilters] = useState<Filter[]>([]);
  const [at, setAt] = useState(0);
  const search = useSearch(toQuery(filters, text));

  const write = (next: string) => {
    const taken = takeFilters(next);
    setFilters((all) => [...all, ...taken.filters.filter((one) => !all.some((has) => same(has, one)))]);
    setText(taken.rest);
    setAt(0);
    input.current?.focus();
  };
  const addFilter = (filter: Filter, before: string) => {
    setFilters((all) => [...all.filter((has) => !same(has, filter)), filter]);
    setText(before === "" ? "" : `${before} `);
    setAt(0);
    input.current?.focus();
  };
  const removeFilter = (index: number) => {
    setFilters((all) => all.filter((_, other) => other !== index));
    input.current?.focus();
  };
  // A suggestion is the whole search, filters and all.
  const replace = (next: string) => {
    if (!/^\w+:$/.test(next)) setFilters([]);
    write(next);
  };
  const groups = useEntries({ text, filters, search, setText: replace, addFilter, onHelp }).filter(
    (group) => group.entries.length > 0,
  );
  const entries = groups.flatMap((group) => group.entries);
  const chosen = Math.min(at, entries.length - 1);
  const choose = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    if (!entry.stays) onClose();
    entry.choose();
  };

  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [list, chosen]);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const count = entries.length;
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 8, PageUp: chosen - 8 }[event.key];
    if (to !== undefined && count > 0) {
      event.preventDefault();
      const wraps = event.key.startsWith("Arrow");
      setAt(wraps ? (to + count) % count : Math.max(0, Math.min(count - 1, to)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(chosen);
    } else if (event.key === "Backspace" && text === "" && filters.length > 0) {
      removeFilter(filters.length - 1);
    }
  };

  return (
    <>
      <div className="flex items-start gap-2 border-b py-2 ps-4 pe-2">
        <div className="grid h-10 place-items-center text-muted-foreground">
          {search.busy ? (
            <LoaderCircle aria-hidden className="size-5 animate-spin motion-reduce:animate-none" />
          ) : (
            <Search aria-hidden className="size-5" />
          )}
        </div>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
          <Chips filters={filters} onRemove={removeFilter} />
          <input
            ref={input}
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            role="combobox"
            aria-label={palette.placeholder}
            aria-expanded={entries.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={entries.length > 0 ? `${list}-${chosen}` : undefined}
            placeholder={filters.length === 0 ? palette.placeholder : ""}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            maxLength={400}
            className="h-10 min-w-24 flex-1 bg-transparent text-base outline-none placeholder:text-muted-foreground"
          />
        </div>
        <Button variant="quiet" size="icon" aria-label={palette.close} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <PaletteState text={text} filters={filters} search={search} empty={entries.length === 0} />
      <EntryList id={list} groups={groups} chosen={chosen} onPoint={setAt} onChoose={choose} />
      <p aria-hidden className="hidden shrink-0 gap-4 border-t px-4 py-2 text-xs text-muted-foreground sm:flex">
        <Hint keys={["↑", "↓"]} name={palette.hints.move} />
        <Hint keys={["Enter"]} name={palette.hints.open} />
        <Hint keys={["Esc"]} name={palette.hints.close} />
      </p>
    </>
  );
}

const Hint = ({ keys, name }: { keys: string[]; name: string }) => (
  <span className="flex items-center gap-1.5">
    <Keys keys={keys} /> {name}
  </span>
);

const same = (a: Filter, b: Filter) => a.name === b.name && a.value.toLowerCase() === b.value.toLowerCase();
