import { createFileRoute, Navigate } from "@tanstack/react-router";
import { sectionsFor } from "@/app/areas";
import { useUser } from "@/lib/permissions";

export const Route = createFileRoute("/_app/admin/")({
  component: function AdministrationIndex() {
    return <Navigate to={sectionsFor("administration", useUser())[0]?.to ?? "/settings"} replace />;
  },
});
