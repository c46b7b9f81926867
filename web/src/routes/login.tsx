import { createFileRoute } from "@tanstack/react-router";
import { Banner } from "@/app/banner";
import { goOn, readNext } from "@/app/next-page";
import { LoginPage } from "@/features/auth/login-page";

export const Route = createFileRoute("/login")({
  validateSearch: (search): { next?: string | undefined; expired?: true | undefined } => ({
    next: readNext(search.next),
    expired: search.expired === true ? true : undefined,
  }),
  beforeLoad: goOn,
  component: function LoginRoute() {
    const { next, expired } = Route.useSearch();
    return (
      <>
        <Banner />
        <LoginPage next={next} expired={expired ?? false} />
      </>
    );
  },
});
