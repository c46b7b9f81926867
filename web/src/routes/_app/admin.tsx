import { createFileRoute, Outlet } from "@tanstack/react-router";
import { AreaFrame, ForAdministrators } from "@/app/areas";
import { isAdministrator, useUser } from "@/lib/permissions";

export const Route = createFileRoute("/_app/admin")({
  component: function AdministrationArea() {
    if (!isAdministrator(useUser())) return <ForAdministrators />;
    return (
      <AreaFrame area="administration">
        <Outlet />
      </AreaFrame>
    );
  },
});
