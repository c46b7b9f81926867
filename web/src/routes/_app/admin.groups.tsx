import { createFileRoute } from "@tanstack/react-router";
import { GroupsPage } from "@/features/groups/groups-page";

type Search = { text?: string };

export const Route = createFileRoute("/_app/admin/groups")({
  validateSearch: (search): Search => (search.text ? { text: String(search.text).slice(0, 200) } : {}),
  component: function GroupsRoute() {
    const navigate = Route.useNavigate();
    return (
      <GroupsPage
        text={Route.useSearch().text}
        onText={(text) => void navigate({ search: text ? { text } : {}, replace: true, resetScroll: false })}
      />
    );
  },
});
