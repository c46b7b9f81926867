import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { AccountSettings } from "@/features/auth/account-settings";
import { SessionSettings } from "@/features/auth/session-settings";
import { SettingsPage } from "@/features/settings/settings-page";
import { session } from "@/lib/session";
import { useSignal } from "@/lib/signal";
import { text } from "@/texts/en";

export const Route = createFileRoute("/_app/settings")({
  component: function SettingsRoute() {
    const now = useSignal(session);
    if (now.state !== "signed-in") return null;
    return (
      <>
        <TopBar>
          <h1 className="text-[0.9375rem] font-semibold tracking-tight">{text.settings.title}</h1>
        </TopBar>
        <SettingsPage account={<AccountSettings key={now.user.id} user={now.user} />} sessions={<SessionSettings />} />
      </>
    );
  },
});
