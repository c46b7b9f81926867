import { compareNames } from "@/lib/compare-names";
import { ageGroup } from "@/lib/format";
import { text } from "@/texts/text";
import type { Conversation } from "../api";
import { type Filter, type Folder, type List, PINNED, TOP } from "./lists";

export type Row =
  | { kind: "heading"; key: string; title: string; folders: boolean; into: string | null }
  | { kind: "folder"; key: string; folder: Folder; level: number; open: boolean }
  | { kind: "conversation"; key: string; conversation: Conversation; level: number; into: string | null }
  | { kind: "note"; key: string; level: number; text: string }
  | { kind: "more"; key: string; level: number; filter: Filter };

type Source = {
  folders: readonly Folder[];
  open: ReadonlySet<string>;
  /** What is known of a list; undefined while it is on its way. */
  list: (filter: Filter) => List | undefined;
  tag: string | null;
};

/** Everything the sidebar shows, from top to bottom. */
export function rowsOf({ folders, open, list, tag }: Source): Row[] {
  const rows: Row[] = [];
  const add = (key: string, filter: Filter, level: number, into: string | null) => {
    const found = list(filter);
    if (!found) rows.push({ kind: "note", key: `${key}:note`, level, text: text.organise.loading });
    for (const conversation of found?.items ?? [])
      rows.push({ kind: "conversation", key: `${key}:${conversation.id}`, conversation, level, into });
    if (found?.next) rows.push({ kind: "more", key: `${key}:more`, level, filter });
    return found;
  };
  const byAge = (filter: Filter) => {
    const first = rows.length;
    add("all", filter, 0, null);
    const group = groups();
    let last = "";
    for (const row of rows.splice(first)) {
      const title = row.kind === "conversation" ? group(row.conversation.updatedAt) : last;
      if (title !== last) rows.push({ kind: "heading", key: `age:${title}`, title, folders: false, into: "none" });
      last = title;
      rows.push(row.kind === "conversation" ? { ...row, into: "none" } : row);
    }
  };
  if (tag) {
    byAge({ tag });
    return rows;
  }

  if (list(PINNED)?.items.length) {
    rows.push({ kind: "heading", key: "pinned", title: text.organise.pinned, folders: false, into: null });
    add("pinned", PINNED, 0, null);
  }
  const children = childrenOf(folders);
  const tree = (parent: string | null, level: number) => {
    for (const folder of children.get(parent) ?? []) {
      const isOpen = open.has(folder.id);
      rows.push({ kind: "folder", key: `folder:${folder.id}`, folder, level, open: isOpen });
      if (!isOpen) continue;
      tree(folder.id, level + 1);
      const found = add(folder.id, { folder: folder.id }, level + 1, folder.id);
      if (found?.items.length === 0 && !children.has(folder.id))
        rows.push({ kind: "note", key: `${folder.id}:empty`, level: level + 1, text: text.organise.emptyFolder });
    }
  };
  rows.push({ kind: "heading", key: "folders", title: text.organise.folders, folders: true, into: "none" });
  tree(null, 0);
  byAge(TOP);
  return rows;
}

/** Folders by the one they lie in, by name. One whose parent is not known lies at the top. */
export function childrenOf(folders: readonly Folder[]): Map<string | null, Folder[]> {
  const known = new Set(folders.map(({ id }) => id));
  const children = new Map<string | null, Folder[]>();
  for (const folder of [...folders].sort((a, b) => compareNames(a.name, b.name))) {
    const parent = folder.parentId && known.has(folder.parentId) ? folder.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), folder]);
  }
  return children;
}

/** The folder and all below it: where it cannot go. */
export function below(folders: readonly Folder[], id: string): Set<string> {
  const children = childrenOf(folders);
  const found = new Set([id]);
  for (const one of found) for (const child of children.get(one) ?? []) found.add(child.id);
  return found;
}

/** Ages of a long list: the words are made once a day of it. */
function groups() {
  const known = new Map<string, string>();
  return (iso: string) => {
    const day = new Date(iso).toDateString();
    let group = known.get(day);
    if (group === undefined) {
      group = ageGroup(iso);
      known.set(day, group);
    }
    return group;
  };
}
