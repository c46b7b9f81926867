import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, Keyboard, LogOut, ServerCog, Settings, StickyNote } from "lucide-react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { administers } from "@/lib/permissions";
import { nameOf, type User } from "@/lib/session";
import { text } from "@/texts/text";
import { Avatar } from "./avatar";
import { useLogout } from "./use-logout";

type Props = { user: User; onHelp: () => void; onOpen?: (() => void) | undefined };

export function AccountMenu({ user, onHelp, onOpen }: Props) {
  const navigate = useNavigate();
  const { logout, problem } = useLogout();
  const go = (to: "/notes" | "/settings" | "/admin") => {
    onOpen?.();
    void navigate({ to });
  };
  return (
    <>
      {problem && (
        <p role="alert" className="px-3 pb-1 text-xs text-danger">
          {problem}
        </p>
      )}
      <Menu
        align="start"
        side="top"
        trigger={
          <button
            type="button"
            aria-label={`${text.auth.account}: ${nameOf(user)}`}
            className="flex min-h-11 w-full items-center gap-2.5 rounded-lg px-2 text-start text-sm transition-colors hover:bg-accent data-popup-open:bg-accent"
          >
            <Avatar user={user} className="size-7 text-xs" />
            <span dir="auto" className="page-start min-w-0 flex-1 truncate font-medium">
              {nameOf(user)}
            </span>
            <ChevronsUpDown aria-hidden className="size-4 text-muted-foreground" />
          </button>
        }
      >
        <MenuItem icon={<StickyNote aria-hidden />} onClick={() => go("/notes")}>
          {text.app.notes}
        </MenuItem>
        <MenuItem icon={<Settings aria-hidden />} onClick={() => go("/settings")}>
          {text.settings.title}
        </MenuItem>
        {administers(user) && (
          <MenuItem icon={<ServerCog aria-hidden />} onClick={() => go("/admin")}>
            {text.settings.administration}
          </MenuItem>
        )}
        <MenuItem icon={<Keyboard aria-hidden />} onClick={onHelp}>
          {text.shortcuts.title}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<LogOut aria-hidden className="rtl:-scale-x-100" />} onClick={logout}>
          {text.auth.logout}
        </MenuItem>
      </Menu>
    </>
  );
}
