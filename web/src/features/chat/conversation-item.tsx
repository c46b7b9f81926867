import { Link } from "@tanstack/react-router";
import { memo, useState } from "react";
import { text } from "@/texts/text";
import type { Conversation } from "./api";
import { ConversationMenu } from "./conversation-menu";
import { RenameField } from "./rename-field";

type Props = { conversation: Conversation; onOpen?: (() => void) | undefined };

export const ConversationItem = memo(function ConversationItem({ conversation, onOpen }: Props) {
  const [renaming, setRenaming] = useState(false);
  const title = conversation.title ?? text.chat.untitled;
  if (renaming)
    return (
      <li className="px-1 py-0.5">
        <RenameField conversation={conversation} onDone={() => setRenaming(false)} />
      </li>
    );
  return (
    <li className="group/item relative">
      <Link
        to="/c/$id"
        params={{ id: conversation.id }}
        data-conversation
        {...(onOpen ? { onClick: onOpen } : {})}
        className="flex min-h-9 items-center gap-2 rounded-lg py-1.5 ps-3 pe-10 text-sm transition-colors hover:bg-accent data-[status=active]:bg-accent data-[status=active]:font-medium"
      >
        <span className="truncate">{title}</span>
        {conversation.running.length > 0 && (
          <span
            role="img"
            aria-label={text.chat.running}
            className="size-2 shrink-0 animate-pulse-soft rounded-full bg-signal"
          />
        )}
      </Link>
      <div className="absolute inset-y-0 end-0.5 flex items-center opacity-0 transition-opacity group-focus-within/item:opacity-100 group-hover/item:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100">
        <ConversationMenu conversation={conversation} onRename={() => setRenaming(true)} />
      </div>
    </li>
  );
});
