import { createFileRoute } from "@tanstack/react-router";
import { Banner } from "@/app/banner";
import { goOn, readNext } from "@/app/next-page";
import { RegisterPage } from "@/features/auth/register-page";

export const Route = createFileRoute("/register")({
  validateSearch: (search): { next?: string | undefined; invitation?: string | undefined } => ({
    next: readNext(search.next),
    invitation: typeof search.invitation === "string" ? search.invitation.slice(0, 200) : undefined,
  }),
  beforeLoad: goOn,
  component: function RegisterRoute() {
    const { next, invitation } = Route.useSearch();
    return (
      <>
        <Banner />
        <RegisterPage next={next} invitation={invitation} />
      </>
    );
  },
});
