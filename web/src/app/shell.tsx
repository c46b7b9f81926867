import { Outlet, useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { Dialog, Drawer } from "@/components/ui/dialog";
import { UndoBar } from "@/components/ui/undo-bar";
import { OrganiseDialogs } from "@/features/chat/organise/dialogs";
import { dialog } from "@/features/chat/organise/state";
import { ShortcutList } from "@/features/settings/shortcut-list";
import { handedOut } from "@/lib/hand-out";
import { lazy } from "@/lib/lazy";
import { session } from "@/lib/session";
import { useSignal } from "@/lib/signal";
import { storage } from "@/lib/storage";
import { text } from "@/texts/text";
import { Banner } from "./banner";
import { ConnectionBanner } from "./connection-banner";
import { FreshLogin } from "./fresh-login";
import { HandOut } from "./hand-out";
import { followLive } from "./live-queries";
import { ShellControls } from "./shell-context";
import { Sidebar } from "./sidebar";
import { useShortcuts } from "./use-shortcuts";

const KEY = "ollamanet.sidebar";
const Palette = lazy(() => import("./palette/palette").then(({ Palette }) => ({ default: Palette })));

/** The frame around everything a signed-in person sees. */
export function Shell() {
  const now = useSignal(session);
  const navigate = useNavigate();
  const asked = useSignal(handedOut);
  const organising = useSignal(dialog) !== null;
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState(false);
  const [search, setSearch] = useState<boolean | null>(null);
  const [wide, setWide] = useState(() => storage.get(KEY) !== "hidden");
  const toggle = (shown = !wide) => {
    setWide(shown);
    storage.set(KEY, shown ? null : "hidden");
  };
  useShortcuts({
    toggleSidebar: () => toggle(),
    showSidebar: () => toggle(true),
    showHelp: () => setHelp(true),
    search: () => setSearch(true),
  });

  useEffect(() => {
    if (now.state !== "signed-out") return;
    const next = now.expired ? location.pathname : undefined;
    void navigate({ to: "/login", search: { next, expired: now.expired || undefined }, replace: true });
  }, [now, navigate]);

  const user = now.state === "signed-in" ? now.user.id : null;
  useEffect(() => (user ? followLive() : undefined), [user]);

  if (now.state !== "signed-in") return null;
  return (
    <ShellControls value={{ wide, toggle: () => toggle(), openDrawer: () => setDrawer(true) }}>
      <div className="flex h-full">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:start-3 focus:z-50 focus:rounded-lg focus:bg-card focus:px-4 focus:py-2 focus:shadow-float"
        >
          {text.app.skip}
        </a>
        {wide && (
          <aside aria-label={text.app.menu} className="hidden w-70 shrink-0 border-e bg-sidebar md:block">
            <Sidebar user={now.user} onHelp={() => setHelp(true)} onSearch={() => setSearch(true)} />
          </aside>
        )}
        <Drawer open={drawer && !asked && !organising} onOpenChange={setDrawer} title={text.app.menu}>
          <Sidebar
            user={now.user}
            onHelp={() => setHelp(true)}
            onOpen={() => setDrawer(false)}
            onSearch={() => {
              setDrawer(false);
              setSearch(true);
            }}
          />
        </Drawer>
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          <ConnectionBanner />
          <Banner />
          <Outlet />
        </main>
        <Dialog open={help} onOpenChange={setHelp} title={text.shortcuts.title}>
          <ShortcutList />
        </Dialog>
        <HandOut />
        <FreshLogin />
        {search !== null && (
          <Suspense>
            <Palette open={search} onOpenChange={setSearch} onHelp={() => setHelp(true)} />
          </Suspense>
        )}
        <OrganiseDialogs />
        {!organising && <UndoBar />}
      </div>
    </ShellControls>
  );
}
