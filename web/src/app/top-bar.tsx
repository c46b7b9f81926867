import { Link } from "@tanstack/react-router";
import { Menu, PanelLeft, SquarePen } from "lucide-react";
import type { ReactNode } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { text } from "@/texts/text";
import { useShell } from "./shell-context";

/** The line above a page: the way to the conversations, the page's name, the way to a new chat. */
export function TopBar({ children }: { children: ReactNode }) {
  const { wide, toggle, openDrawer } = useShell();
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 px-2 md:px-4">
      <Button variant="quiet" size="icon" className="md:hidden" aria-label={text.app.openMenu} onClick={openDrawer}>
        <Menu aria-hidden className="size-5!" />
      </Button>
      <div className="hidden md:block">
        <IconButton
          label={wide ? text.app.hideSidebar : text.app.showSidebar}
          aria-expanded={wide}
          className="-ms-1 me-1"
          onClick={toggle}
        >
          <PanelLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </div>
      <div className="flex min-w-0 flex-1 items-center gap-1">{children}</div>
      <Link
        to="/"
        aria-label={text.chat.newChat}
        className={buttonStyles({ variant: "quiet", size: "icon", className: "md:hidden" })}
      >
        <SquarePen aria-hidden className="size-5!" />
      </Link>
    </header>
  );
}
