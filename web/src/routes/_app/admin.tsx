import { createFileRoute, Outlet, useLocation } from "@tanstack/react-router";
import { AreaFrame, ForAdministrators, sectionsFor } from "@/app/areas";
import { useUser } from "@/lib/permissions";

export const Route = createFileRoute("/_app/admin")({
  component: function AdministrationArea() {
    const path = useLocation({ select: ({ pathname }) => pathname.replace(/\/$/, "") });
    const sections = sectionsFor("administration", useUser());
    if (!sections.some(({ to }) => to === path || path === "/admin")) return <ForAdministrators />;
    return (
      <AreaFrame area="administration">
        <Outlet />
      </AreaFrame>
    );
  },
});
