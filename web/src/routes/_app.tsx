import { createFileRoute, redirect } from "@tanstack/react-router";
import { Shell } from "@/app/shell";
import { restoreSession } from "@/lib/session";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ location }) => {
    const session = await restoreSession();
    if (session.state === "signed-in") return;
    const expired = session.state === "signed-out" && session.expired;
    const next = location.href === "/" ? undefined : location.href;
    throw redirect({ to: "/login", search: { next, expired: expired || undefined } });
  },
  component: Shell,
});
