import { createFileRoute } from "@tanstack/react-router";
import { type AuditFilter, FILTERS } from "@/features/audit/api";
import { AuditPage } from "@/features/audit/audit-page";

export const Route = createFileRoute("/_app/admin/audit")({
  validateSearch: (search): AuditFilter =>
    Object.fromEntries(FILTERS.flatMap((name) => (search[name] ? [[name, String(search[name]).slice(0, 200)]] : []))),
  component: function AuditRoute() {
    const navigate = Route.useNavigate();
    return (
      <AuditPage
        filter={Route.useSearch()}
        onFilter={(filter) => void navigate({ search: filter, replace: true, resetScroll: false })}
      />
    );
  },
});
