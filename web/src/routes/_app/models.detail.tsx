import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { TABS, type Tab } from "@/features/catalogue/address";
import { DetailPage } from "@/features/catalogue/detail-page";
import { catalogue } from "@/texts/catalogue";

export const Route = createFileRoute("/_app/models/detail")({
  validateSearch: (search): { name: string; tab?: Tab } => {
    const tab = TABS.find((one) => one === search.tab);
    return { name: String(search.name ?? "").slice(0, 200), ...(tab ? { tab } : {}) };
  },
  component: function ModelRoute() {
    const navigate = Route.useNavigate();
    const { name, tab = "about" } = Route.useSearch();
    return (
      <>
        <TopBar>
          <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{catalogue.title}</h1>
        </TopBar>
        <DetailPage
          key={name}
          name={name}
          tab={tab}
          onTab={(next) => void navigate({ search: { name, tab: next }, replace: true, resetScroll: false })}
        />
      </>
    );
  },
});
