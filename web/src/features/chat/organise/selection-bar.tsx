import { Archive, FolderInput, Tag, Trash2, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { organise } from "@/texts/organise";
import type { Conversation } from "../api";
import { archive } from "./actions";
import { dialog } from "./state";
import { useTrash } from "./use-trash";

type Props = { picked: Conversation[]; onClear: () => void };

/** What can be done to all that are picked. */
export default function SelectionBar({ picked, onClear }: Props) {
  const trash = useTrash();
  return (
    <div role="toolbar" aria-label={organise.selection} className="flex items-center gap-0.5 border-t px-2 py-1.5">
      <p role="status" className="min-w-0 flex-1 truncate ps-2 text-sm">
        {organise.selected(picked.length)}
      </p>
      <IconButton label={organise.move} onClick={() => dialog.set({ kind: "move", conversations: picked })}>
        <FolderInput aria-hidden />
      </IconButton>
      <IconButton label={organise.tag} onClick={() => dialog.set({ kind: "tags", conversations: picked })}>
        <Tag aria-hidden />
      </IconButton>
      <IconButton label={organise.archive} onClick={() => void archive(picked, true)}>
        <Archive aria-hidden />
      </IconButton>
      <IconButton label={organise.delete} onClick={() => void trash(picked)}>
        <Trash2 aria-hidden />
      </IconButton>
      <IconButton label={organise.clear} onClick={onClear}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
