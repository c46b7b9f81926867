import { createFileRoute } from "@tanstack/react-router";
import { Banner } from "@/app/banner";
import { goOn, readNext } from "@/app/next-page";
import { RegisterPage } from "@/features/auth/register-page";

export const Route = createFileRoute("/register")({
  validateSearch: (search): { next?: string | undefined } => ({ next: readNext(search.next) }),
  beforeLoad: goOn,
  component: function RegisterRoute() {
    return (
      <>
        <Banner />
        <RegisterPage next={Route.useSearch().next} />
      </>
    );
  },
});
