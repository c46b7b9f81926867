import { createFileRoute } from "@tanstack/react-router";
import { AccountSettings } from "@/features/auth/account-settings";
import { SettingsPage } from "@/features/settings/settings-page";
import { useUser } from "@/lib/permissions";

export const Route = createFileRoute("/_app/settings/")({
  component: function SettingsRoute() {
    const user = useUser();
    if (!user) return null;
    return <SettingsPage account={<AccountSettings key={user.id} user={user} />} />;
  },
});
