import {
  Archive,
  ArchiveRestore,
  CheckCheck,
  Download,
  Ellipsis,
  FolderInput,
  Link2,
  Pencil,
  Pin,
  PinOff,
  Tag,
  Trash2,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { handOut } from "@/lib/hand-out";
import { text } from "@/texts/text";
import type { Conversation } from "./api";
import { dialog, toggleSelected } from "./organise/state";
import { useTrash } from "./organise/use-trash";

type Props = { conversation: Conversation; onRename: () => void; inList?: boolean };
const actions = () => import("./organise/actions");

export function ConversationMenu({ conversation, onRename, inList = false }: Props) {
  const trash = useTrash();
  const t = text.organise;
  const { pinned, archived } = conversation;
  const one = [conversation];
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="iconSm" aria-label={text.chat.actions(conversation.title ?? text.chat.untitled)}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<Pencil aria-hidden />} onClick={onRename}>
        {text.chat.rename}
      </MenuItem>
      <MenuItem
        icon={pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
        onClick={() => void actions().then(({ pin }) => pin(one, !pinned))}
      >
        {pinned ? t.unpin : t.pin}
      </MenuItem>
      <MenuItem icon={<FolderInput aria-hidden />} onClick={() => dialog.set({ kind: "move", conversations: one })}>
        {t.move}
      </MenuItem>
      <MenuItem icon={<Tag aria-hidden />} onClick={() => dialog.set({ kind: "tags", conversations: one })}>
        {t.tags}
      </MenuItem>
      <MenuItem
        icon={archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        onClick={() => void actions().then(({ archive }) => archive(one, !archived))}
      >
        {archived ? t.unarchive : t.archive}
      </MenuItem>
      {inList && (
        <MenuItem icon={<CheckCheck aria-hidden />} onClick={() => toggleSelected(conversation, true)}>
          {t.select}
        </MenuItem>
      )}
      <MenuItem icon={<Link2 aria-hidden />} onClick={() => handOut("share", conversation)}>
        {text.chat.share}
      </MenuItem>
      <MenuItem icon={<Download aria-hidden />} onClick={() => handOut("export", conversation)}>
        {text.chat.export}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 aria-hidden />} danger onClick={() => void trash(one)}>
        {text.chat.delete}
      </MenuItem>
    </Menu>
  );
}
