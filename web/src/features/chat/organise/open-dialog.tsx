import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { organise } from "@/texts/organise";
import { move, moveFolder } from "./actions";
import { DeleteFolder } from "./delete-folder";
import { FolderForm } from "./folder-form";
import { foldersQuery } from "./lists";
import { MoveList } from "./move-list";
import { below } from "./rows";
import type { Dialog as Asked } from "./state";
import { TagList } from "./tag-list";

type Props = { now: Asked; onClose: () => void };

export default function OpenDialog({ now, onClose }: Props) {
  const { data: folders = [] } = useQuery(foldersQuery);
  const frame = { open: true, onOpenChange: (open: boolean) => !open && onClose() };
  switch (now.kind) {
    case "move":
      return (
        <Dialog {...frame} title={organise.moveTitle(now.conversations.length)}>
          <MoveList
            folders={folders}
            onMove={(folder) => {
              onClose();
              void move(now.conversations, folder);
            }}
          />
        </Dialog>
      );
    case "move-folder": {
      const own = below(folders, now.folder.id);
      return (
        <Dialog {...frame} title={organise.moveFolderTitle(now.folder.name)}>
          <MoveList
            folders={folders.filter(({ id }) => !own.has(id))}
            onMove={(parent) => {
              onClose();
              void moveFolder(now.folder, parent);
            }}
          />
        </Dialog>
      );
    }
    case "tags": {
      const { length } = now.conversations;
      return (
        <Dialog {...frame} title={length > 0 ? organise.tagsOf(length) : organise.tagsTitle}>
          <TagList conversations={now.conversations} onClose={onClose} />
        </Dialog>
      );
    }
    case "folder":
      return (
        <Dialog
          {...frame}
          wide
          keep
          title={now.folder ? organise.folderTitle(now.folder.name) : organise.newFolderTitle}
        >
          <FolderForm folder={now.folder} parent={now.parent} onClose={onClose} />
        </Dialog>
      );
    case "delete-folder":
      return (
        <Dialog {...frame} title={organise.deleteFolderTitle(now.folder.name)}>
          <DeleteFolder folder={now.folder} onClose={onClose} />
        </Dialog>
      );
  }
}
