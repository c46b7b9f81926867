import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { clearOnAccountChange } from "./app/account-change";
import { Opening } from "./app/opening";
import { HoverLabels } from "./components/ui/hover-labels";
import { watchConnection } from "./lib/connection";
import { queryClient } from "./lib/query-client";
import { session } from "./lib/session";
import { routeTree } from "./routeTree.gen";
import { LANGUAGES, language } from "./texts/language";
import "./lib/theme";
import "./styles/app.css";

const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: Opening,
  defaultPendingMs: 400,
  scrollRestoration: false,
});
declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

watchConnection();
clearOnAccountChange();
// The sign-in pages send on whoever is signed in, here or in another tab.
session.subscribe(() => session.get().state === "signed-in" && void router.invalidate());

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <CSPProvider disableStyleElements>
        <DirectionProvider direction={LANGUAGES[language].direction}>
          <RouterProvider router={router} />
          <HoverLabels />
        </DirectionProvider>
      </CSPProvider>
    </QueryClientProvider>
  </StrictMode>,
);
