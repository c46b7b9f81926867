import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePageTitle } from "@/lib/use-page-title";
import { text } from "@/texts/text";
import { conversationQuery } from "./api";
import { ConversationMenu } from "./conversation-menu";
import { RenameField } from "./rename-field";

/** The title of the open conversation, with what can be done to it. */
export function ConversationHeader({ id }: { id: string }) {
  const { data: conversation } = useQuery(conversationQuery(id));
  const [renaming, setRenaming] = useState(false);
  const title = conversation?.title ?? text.chat.untitled;
  usePageTitle(title);
  return (
    <>
      <h1
        dir="auto"
        className={renaming ? "sr-only" : "min-w-0 truncate text-[0.9375rem] font-semibold tracking-tight"}
      >
        {title}
      </h1>
      {conversation && renaming && (
        <div className="w-full max-w-80">
          <RenameField conversation={conversation} onDone={() => setRenaming(false)} />
        </div>
      )}
      {conversation && !renaming && <ConversationMenu conversation={conversation} onRename={() => setRenaming(true)} />}
    </>
  );
}
