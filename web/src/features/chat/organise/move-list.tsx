import { Inbox } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Field } from "@/components/ui/field";
import { organise } from "@/texts/organise";
import { FolderMark } from "./folder-mark";
import type { Folder } from "./lists";
import { childrenOf } from "./rows";

type Props = { folders: readonly Folder[]; onMove: (folder: string | null) => void };

/** Every place something can go to; the same as dragging it there. */
export function MoveList({ folders, onMove }: Props) {
  const [wanted, setWanted] = useState("");
  const found = inOrder(folders).filter(({ folder }) =>
    folder.name.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <>
      {folders.length > 7 && (
        <Field
          label={organise.find}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          className="mb-3"
        />
      )}
      <ul className="-mx-2 max-h-[50dvh] overflow-y-auto" onKeyDown={moveFocus}>
        <Place
          icon={<Inbox aria-hidden className="size-4 shrink-0 text-muted-foreground" />}
          onChoose={() => onMove(null)}
        >
          {organise.top}
        </Place>
        {found.map(({ folder, level }) => (
          <Place
            key={folder.id}
            level={wanted ? 0 : level}
            icon={<FolderMark folder={folder} />}
            onChoose={() => onMove(folder.id)}
          >
            {folder.name}
          </Place>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="mt-2 text-sm text-muted-foreground">
          {folders.length === 0 ? organise.noFolders : organise.noFolder}
        </p>
      )}
    </>
  );
}

type PlaceProps = { icon: ReactNode; level?: number; onChoose: () => void; children: ReactNode };

const Place = ({ icon, level = 0, onChoose, children }: PlaceProps) => (
  <li>
    <button
      type="button"
      onClick={onChoose}
      className="flex min-h-10 w-full items-center gap-2.5 rounded-lg pe-3 text-start text-sm hover:bg-accent"
      style={{ paddingInlineStart: 8 + level * 16 }}
    >
      {icon}
      <span dir="auto" className="min-w-0 truncate">
        {children}
      </span>
    </button>
  </li>
);

function inOrder(folders: readonly Folder[]): { folder: Folder; level: number }[] {
  const children = childrenOf(folders);
  const walk = (parent: string | null, level: number): { folder: Folder; level: number }[] =>
    (children.get(parent) ?? []).flatMap((folder) => [{ folder, level }, ...walk(folder.id, level + 1)]);
  return walk(null, 0);
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const places = [...event.currentTarget.querySelectorAll("button")];
  const at = places.indexOf(event.target as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: places.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  places[to]?.focus();
}
