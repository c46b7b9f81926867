import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { modelsQuery } from "@/features/models/api";
import { palette } from "@/texts/palette";
import { folderNamesQuery, recentQuery, tagNamesQuery } from "./api";
import { matching, useCommands } from "./commands";
import { FILTERS, type Filter, openFilter } from "./filters";
import { CommandRow, ConversationRow, FilterRow, HitRow, PlainRow } from "./rows";
import type { useSearch } from "./use-search";

/** Something that can be chosen. `stays`: the palette goes on. */
export type Entry = { id: string; row: ReactNode; choose: () => void; stays?: boolean };
export type Group = { name: string; entries: Entry[] };
type Input = {
  text: string;
  filters: Filter[];
  search: ReturnType<typeof useSearch>;
  setText: (text: string) => void;
  addFilter: (filter: Filter, text: string) => void;
  onHelp: () => void;
};

const SHOWN_COMMANDS = 4;

/** What the list shows for what is typed. */
export function useEntries({ text, filters, search, setText, addFilter, onHelp }: Input): Group[] {
  const navigate = useNavigate();
  const commands = useCommands(onHelp);
  const open = openFilter(text);
  const values = useFilterValues(open?.name);
  const recent = useQuery(recentQuery);
  const toConversation = (id: string, m?: string) => void navigate({ to: "/c/$id", params: { id }, search: { m } });

  if (open) {
    const typed = open.typed.toLowerCase();
    const entries = values
      .filter(({ value }) => value.toLowerCase().includes(typed))
      .slice(0, 50)
      .map(({ value, label }) => ({
        id: `value-${value}`,
        row: <PlainRow>{label ?? value}</PlainRow>,
        choose: () => addFilter({ name: open.name, value }, open.before),
        stays: true,
      }));
    return [{ name: palette.values[open.name], entries }];
  }

  const words = text.trim();
  const found = words === "" && filters.length > 0 ? [] : matching(commands, words);
  const commandEntries = (words === "" ? found : found.slice(0, SHOWN_COMMANDS)).map((command) => ({
    id: command.id,
    row: <CommandRow command={command} />,
    choose: command.run,
  }));
  if (words === "" && filters.length === 0)
    return [
      {
        name: palette.recent,
        entries: (recent.data?.items ?? []).map((item) => ({
          id: item.id,
          row: <ConversationRow title={item.title} at={item.updatedAt} />,
          choose: () => toConversation(item.id),
        })),
      },
      {
        name: palette.filters,
        entries: FILTERS.map((name) => ({
          id: `filter-${name}`,
          row: <FilterRow name={name} />,
          choose: () => setText(`${name}:`),
          stays: true,
        })),
      },
      { name: palette.commands, entries: commandEntries },
    ];

  const hits: Entry[] = search.hits.map((hit, index) => ({
    id: `hit-${index}-${hit.noteId ?? hit.messageId ?? hit.conversationId}`,
    row: <HitRow hit={hit} />,
    choose: () => toConversation(hit.conversationId, hit.messageId ?? undefined),
  }));
  if (search.hasMore && hits.length > 0)
    hits.push({ id: "more", row: <PlainRow quiet>{palette.more}</PlainRow>, choose: search.more, stays: true });
  const { suggestion } = search;
  if (hits.length === 0 && suggestion)
    hits.push({
      id: "suggestion",
      row: <PlainRow>{palette.didYouMean(suggestion)}</PlainRow>,
      choose: () => setText(suggestion),
      stays: true,
    });
  return [
    { name: palette.commands, entries: commandEntries },
    { name: palette.results, entries: hits },
  ];
}

function useFilterValues(name: string | undefined): { value: string; label?: string }[] {
  const folders = useQuery({ ...folderNamesQuery, enabled: name === "folder" });
  const tags = useQuery({ ...tagNamesQuery, enabled: name === "tag" });
  const models = useQuery({ ...modelsQuery, enabled: name === "model", refetchInterval: false });
  const all = (names: string[] | undefined) => (names ?? []).map((value) => ({ value }));
  if (name === "folder") return [...all(folders.data), { value: "none", label: palette.outsideFolders }];
  if (name === "tag") return all(tags.data);
  if (name === "model") return all(models.data?.map((model) => model.name));
  return name === "has" ? [{ value: "note", label: palette.kinds.note }] : [];
}
