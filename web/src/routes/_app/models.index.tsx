import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { filterOf } from "@/features/catalogue/address";
import { DiscoverPage } from "@/features/catalogue/discover-page";
import { catalogue } from "@/texts/catalogue";

export const Route = createFileRoute("/_app/models/")({
  validateSearch: filterOf,
  component: function ModelsRoute() {
    const navigate = Route.useNavigate();
    return (
      <>
        <TopBar>
          <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{catalogue.title}</h1>
        </TopBar>
        <DiscoverPage
          filter={Route.useSearch()}
          onFilter={(search) => void navigate({ search, replace: true, resetScroll: false })}
        />
      </>
    );
  },
});
