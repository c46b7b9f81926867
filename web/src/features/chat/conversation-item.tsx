import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { memo } from "react";
import { cn } from "@/lib/cn";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/text";
import type { Conversation } from "./api";
import { ConversationMenu } from "./conversation-menu";
import { Dot } from "./organise/folder-mark";
import { indent, RowActions } from "./organise/list-rows";
import { tagsQuery } from "./organise/lists";
import { renaming } from "./organise/use-list-keys";
import { RenameField } from "./rename-field";

type Props = { conversation: Conversation; row: string; level: number; picked: boolean };
const MOST_DOTS = 3;

export const ConversationItem = memo(function ConversationItem({ conversation, row, level, picked }: Props) {
  const isRenaming = useSignal(renaming) === row;
  const title = conversation.title ?? text.chat.untitled;
  if (isRenaming)
    return (
      <div className="px-1 py-0.5">
        <RenameField conversation={conversation} onDone={() => endRenaming(row)} />
      </div>
    );
  return (
    <div className="group/item relative">
      <Link
        to="/c/$id"
        params={{ id: conversation.id }}
        data-main
        draggable={false}
        data-picked={picked || undefined}
        className="flex min-h-9 items-center gap-2 rounded-lg py-1.5 pe-10 text-sm transition-colors select-none hover:bg-accent data-picked:bg-primary/15 data-[status=active]:bg-accent data-[status=active]:font-medium"
        style={{ paddingInlineStart: indent(level) }}
      >
        {picked && <Check role="img" aria-label={text.organise.picked} className="size-4 shrink-0 text-primary" />}
        <span dir="auto" className="truncate">
          {title}
        </span>
        {conversation.running.length > 0 && (
          <span
            role="img"
            aria-label={text.chat.running}
            className="size-2 shrink-0 animate-pulse-soft rounded-full bg-signal"
          />
        )}
        {conversation.tags.length > 0 && <TagDots tags={conversation.tags} />}
      </Link>
      <RowActions>
        <ConversationMenu conversation={conversation} onRename={() => renaming.set(row)} inList />
      </RowActions>
    </div>
  );
});

function endRenaming(row: string) {
  renaming.set(null);
  // Back to the row, unless something else was clicked.
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"] [data-main]`)?.focus();
  });
}

function TagDots({ tags }: { tags: string[] }) {
  const { data } = useQuery(tagsQuery);
  const named = (data ?? []).filter(({ id }) => tags.includes(id));
  return (
    <span className={cn("ms-auto flex gap-0.5", named.length === 0 && "hidden")}>
      {named.slice(0, MOST_DOTS).map(({ id, colour }) => (
        <Dot key={id} colour={colour} />
      ))}
      <span className="sr-only">{named.map(({ name }) => name).join(", ")}</span>
    </span>
  );
}
