import { createRootRoute, Outlet } from "@tanstack/react-router";
import { Announcer } from "@/app/announcer";
import { FullPage } from "@/app/full-page";
import { Button, buttonStyles } from "@/components/ui/button";
import { text } from "@/texts/text";

export const Route = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Announcer />
    </>
  ),
  errorComponent: () => (
    <FullPage
      title={text.app.broken}
      hint={text.app.brokenHint}
      action={<Button onClick={() => location.reload()}>{text.app.reload}</Button>}
    />
  ),
  notFoundComponent: () => (
    <FullPage
      title={text.app.notFound}
      hint={text.app.notFoundHint}
      action={
        <a href="/" className={buttonStyles()}>
          {text.app.home}
        </a>
      }
    />
  ),
});
