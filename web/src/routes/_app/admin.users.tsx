import { createFileRoute } from "@tanstack/react-router";
import { FILTERS, type UserFilter } from "@/features/users/api";
import { UsersPage } from "@/features/users/users-page";

export const Route = createFileRoute("/_app/admin/users")({
  validateSearch: (search): UserFilter =>
    Object.fromEntries(FILTERS.flatMap((name) => (search[name] ? [[name, String(search[name]).slice(0, 200)]] : []))),
  component: function UsersRoute() {
    const navigate = Route.useNavigate();
    return (
      <UsersPage
        filter={Route.useSearch()}
        onFilter={(filter) => void navigate({ search: filter, replace: true, resetScroll: false })}
      />
    );
  },
});
