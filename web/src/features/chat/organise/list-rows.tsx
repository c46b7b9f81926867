import { useNavigate } from "@tanstack/react-router";
import { ChevronRight, Ellipsis, FolderInput, FolderPlus, Settings2, SquarePen, Trash2 } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { text } from "@/texts/text";
import { FolderMark } from "./folder-mark";
import type { Folder } from "./lists";
import { dialog, unfold } from "./state";

const t = text.organise;

/** What lies in a folder stands below the marks of the folders beside it. */
export const indent = (level: number) => (level === 0 ? 12 : 22 + level * 16);

export const HeadingRow = ({ title, folders }: { title: string; folders: boolean }) => (
  <div className="flex items-end justify-between pt-1">
    <h2 className="px-3 py-1.5 text-xs font-medium text-muted-foreground">{title}</h2>
    {folders && (
      <IconButton
        label={t.newFolder}
        className="me-0.5 size-7"
        onClick={() => dialog.set({ kind: "folder", folder: null, parent: null })}
      >
        <FolderPlus aria-hidden />
      </IconButton>
    )}
  </div>
);

type Props = { folder: Folder; level: number; open: boolean };

export const FolderRow = memo(function FolderRow({ folder, level, open }: Props) {
  return (
    <div className="group/item relative">
      <button
        type="button"
        data-main
        aria-expanded={open}
        aria-label={t.folder(folder.name)}
        onClick={() => unfold(folder.id, !open)}
        className="flex min-h-9 w-full items-center gap-1.5 rounded-lg py-1.5 pe-10 text-start text-sm transition-colors hover:bg-accent"
        style={{ paddingInlineStart: 4 + level * 16 }}
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-muted-foreground", open ? "rotate-90" : "rtl:rotate-180")}
        />
        <FolderMark folder={folder} />
        <span dir="auto" className="truncate">
          {folder.name}
        </span>
      </button>
      <RowActions>
        <FolderMenu folder={folder} />
      </RowActions>
    </div>
  );
});

export const RowActions = ({ children }: { children: ReactNode }) => (
  <div
    data-actions
    className="absolute inset-y-0 end-0.5 flex items-center opacity-0 transition-opacity group-focus-within/item:opacity-100 group-hover/item:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100"
  >
    {children}
  </div>
);

function FolderMenu({ folder }: { folder: Folder }) {
  const navigate = useNavigate();
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="iconSm" aria-label={text.chat.actions(folder.name)}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem
        icon={<SquarePen aria-hidden />}
        onClick={() => void navigate({ to: "/", search: { folder: folder.id } })}
      >
        {t.newChat}
      </MenuItem>
      <MenuItem
        icon={<FolderPlus aria-hidden />}
        onClick={() => dialog.set({ kind: "folder", folder: null, parent: folder.id })}
      >
        {t.newInside}
      </MenuItem>
      <MenuItem
        icon={<Settings2 aria-hidden />}
        onClick={() => dialog.set({ kind: "folder", folder, parent: folder.parentId })}
      >
        {t.settings}
      </MenuItem>
      <MenuItem icon={<FolderInput aria-hidden />} onClick={() => dialog.set({ kind: "move-folder", folder })}>
        {t.move}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 aria-hidden />} danger onClick={() => dialog.set({ kind: "delete-folder", folder })}>
        {text.chat.delete}
      </MenuItem>
    </Menu>
  );
}
