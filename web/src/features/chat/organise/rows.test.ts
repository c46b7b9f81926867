import { expect, it } from "vitest";
import type { Conversation } from "../api";
import { type Filter, type Folder, type List, PINNED, TOP } from "./lists";
import { below, type Row, rowsOf } from "./rows";

const folder = (id: string, parentId: string | null = null): Folder => ({
  id,
  parentId,
  name: id,
  colour: null,
  icon: null,
});
const conversation = (id: string, daysAgo = 0): Conversation => ({
  id,
  title: id,
  model: null,
  activeLeafId: null,
  running: [],
  createdAt: "",
  updatedAt: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
  folderId: null,
  tags: [],
  pinned: false,
  archived: false,
});
const listed = (...items: Conversation[]): List => ({ items, next: null });
const rows = (
  lists: [Filter, List | undefined][],
  folders: Folder[] = [],
  open: string[] = [],
  tag: string | null = null,
) =>
  rowsOf({
    folders,
    open: new Set(open),
    tag,
    list: (filter) => lists.find(([one]) => JSON.stringify(one) === JSON.stringify(filter))?.[1],
  });
const shown = (row: Row) =>
  row.kind === "conversation"
    ? `${row.level} ${row.conversation.id} in ${row.into}`
    : row.kind === "folder"
      ? `${row.level} ${row.folder.id}/`
      : row.kind === "heading"
        ? `# ${row.title}`
        : row.kind;

it("pinned ones come first, then folders as far as they are unfolded, then the others by age", () => {
  const found = rows(
    [
      [PINNED, listed(conversation("pin"))],
      [TOP, listed(conversation("now"), conversation("then", 40))],
      [{ folder: "a" }, listed(conversation("in a"))],
    ],
    [folder("b"), folder("a"), folder("a1", "a"), folder("b1", "b")],
    ["a"],
  );
  const [first, second] = found.filter(({ key }) => key.startsWith("age")).map(shown);
  expect(found.map(shown)).toEqual([
    "# Pinned",
    "0 pin in null",
    "# Folders",
    "0 a/",
    "1 a1/",
    "1 in a in a",
    "0 b/",
    first,
    "0 now in none",
    second,
    "0 then in none",
  ]);
  expect(first).toBe("# Today");
});

it("says what is empty, on its way, or goes on", () => {
  const found = rows([[TOP, { items: [conversation("one")], next: "more" }]], [folder("a"), folder("b")], ["a"]);
  expect(found.map(({ kind }) => kind)).toEqual([
    "heading",
    "folder",
    "note",
    "folder",
    "heading",
    "conversation",
    "more",
  ]);
});

it("a tag shows only what has it", () => {
  const found = rows([[{ tag: "t" }, listed(conversation("one"))]], [folder("a")], [], "t");
  expect(found.map(({ kind }) => kind)).toEqual(["heading", "conversation"]);
});

it("rows have keys of their own, also when a folder's parent is not known", () => {
  const found = rows(
    [
      [PINNED, listed(conversation("x"))],
      [TOP, listed()],
      [{ folder: "a" }, listed(conversation("x"))],
    ],
    [folder("a", "gone")],
    ["a"],
  );
  expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
  expect(found.some(({ key }) => key === "folder:a")).toBe(true);
});

it("a folder cannot go into itself or below", () => {
  expect(below([folder("a"), folder("b", "a"), folder("c", "b"), folder("d")], "a")).toEqual(new Set(["a", "b", "c"]));
});
