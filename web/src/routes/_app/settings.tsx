import { createFileRoute, Outlet } from "@tanstack/react-router";
import { AreaFrame } from "@/app/areas";

export const Route = createFileRoute("/_app/settings")({
  component: function SettingsArea() {
    return (
      <AreaFrame area="settings">
        <Outlet />
      </AreaFrame>
    );
  },
});
