import { createFileRoute } from "@tanstack/react-router";
import { MANAGED_FILTERS, type ManagedFilter } from "@/features/catalogue/address";
import { CataloguePage } from "@/features/catalogue/admin/catalogue-page";

export const Route = createFileRoute("/_app/admin/catalogue")({
  validateSearch: (search): ManagedFilter =>
    Object.fromEntries(
      MANAGED_FILTERS.flatMap((name) => (search[name] ? [[name, String(search[name]).slice(0, 200)]] : [])),
    ),
  component: function CatalogueRoute() {
    const navigate = Route.useNavigate();
    return (
      <CataloguePage
        filter={Route.useSearch()}
        onFilter={(filter) => void navigate({ search: filter, replace: true, resetScroll: false })}
      />
    );
  },
});
