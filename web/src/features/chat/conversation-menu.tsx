import { useNavigate, useParams } from "@tanstack/react-router";
import { Download, Ellipsis, Link2, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Menu, MenuItem } from "@/components/ui/menu";
import { announce } from "@/lib/announcer";
import { handOut } from "@/lib/hand-out";
import { text } from "@/texts/text";
import { type Conversation, useDeleteConversation } from "./api";
import { forgetThreads } from "./thread";

type Props = { conversation: Conversation; onRename: () => void };

export function ConversationMenu({ conversation, onRename }: Props) {
  const [deleting, setDeleting] = useState(false);
  const { mutateAsync } = useDeleteConversation();
  const { id: open } = useParams({ strict: false });
  const navigate = useNavigate();
  const title = conversation.title ?? text.chat.untitled;
  const remove = async () => {
    await mutateAsync(conversation.id);
    forgetThreads(conversation.id);
    announce(text.chat.deleted);
    if (open === conversation.id) await navigate({ to: "/" });
  };
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" size="iconSm" aria-label={text.chat.actions(title)}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onClick={onRename}>
          {text.chat.rename}
        </MenuItem>
        <MenuItem icon={<Link2 aria-hidden />} onClick={() => handOut("share", conversation)}>
          {text.chat.share}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onClick={() => handOut("export", conversation)}>
          {text.chat.export}
        </MenuItem>
        <MenuItem icon={<Trash2 aria-hidden />} danger onClick={() => setDeleting(true)}>
          {text.chat.delete}
        </MenuItem>
      </Menu>
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={text.chat.deleteTitle}
        hint={text.chat.deleteHint(title)}
        action={text.chat.delete}
        onConfirm={remove}
      />
    </>
  );
}
