import { Link } from "@tanstack/react-router";
import { Search, SquarePen } from "lucide-react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { AccountMenu } from "@/features/auth/account-menu";
import { ConversationList } from "@/features/chat/conversation-list";
import type { User } from "@/lib/session";
import { text } from "@/texts/text";

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
          <kbd aria-hidden className="ms-auto font-sans text-xs font-normal">
            {text.shortcuts.searchKeys}
          </kbd>
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pt-2">
        <ConversationList onOpen={onOpen} />
      </div>
      <div className="border-t p-2">
        <AccountMenu user={user} onHelp={onHelp} onOpen={onOpen} />
      </div>
    </div>
  );
}
