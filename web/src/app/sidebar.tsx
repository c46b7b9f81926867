import { Link } from "@tanstack/react-router";
import { Archive, Boxes, Search, SquarePen, Trash2 } from "lucide-react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { UndoBar } from "@/components/ui/undo-bar";
import { AccountMenu } from "@/features/auth/account-menu";
import { ConversationList } from "@/features/chat/conversation-list";
import { TagFilter } from "@/features/chat/organise/tag-filter";
import type { User } from "@/lib/session";
import { text } from "@/texts/text";

const PLACE = buttonStyles({ variant: "quiet", size: "sm", className: "gap-1.5 px-2 data-[status=active]:bg-accent" });

type Props = { user: User; onHelp: () => void; onSearch: () => void; onOpen?: () => void };

export function Sidebar({ user, onHelp, onSearch, onOpen }: Props) {
  const close = onOpen ? { onClick: onOpen } : {};
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center px-4">
        <Link to="/" aria-label={text.app.name} {...close} className="rounded-lg">
          <Wordmark />
        </Link>
      </div>
      <div className="px-2 pb-2">
        <Link
          to="/"
          {...close}
          className={buttonStyles({ variant: "outline", className: "w-full justify-start px-3 shadow-none" })}
        >
          <SquarePen aria-hidden className="text-primary" />
          {text.chat.newChat}
        </Link>
        <Button variant="quiet" className="mt-1 w-full justify-start px-3" onClick={onSearch}>
          <Search aria-hidden />
          {text.app.search}
          <kbd aria-hidden className="ms-auto font-sans text-xs font-normal pointer-coarse:hidden">
            {text.shortcuts.searchKeys}
          </kbd>
        </Button>
        <Link
          to="/models"
          {...close}
          className={buttonStyles({
            variant: "quiet",
            className: "w-full justify-start px-3 data-[status=active]:bg-accent",
          })}
        >
          <Boxes aria-hidden />
          {text.models.all}
        </Link>
      </div>
      <ConversationList onOpen={onOpen} />
      <div className="flex items-center gap-1 border-t px-2 pt-1.5">
        <Link to="/archive" {...close} className={PLACE}>
          <Archive aria-hidden />
          {text.organise.archived}
        </Link>
        <Link to="/trash" {...close} className={PLACE}>
          <Trash2 aria-hidden />
          {text.organise.trash}
        </Link>
        <div className="ms-auto min-w-0">
          <TagFilter />
        </div>
      </div>
      <div className="p-2 pt-1">
        <AccountMenu user={user} onHelp={onHelp} onOpen={onOpen} />
      </div>
      {/* Beside an open drawer nothing can be pressed. */}
      {onOpen && <UndoBar />}
    </div>
  );
}
