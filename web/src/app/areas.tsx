import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { buttonStyles } from "@/components/ui/button";
import { AREA_SCROLLER } from "@/lib/area-scroller";
import { cn } from "@/lib/cn";
import { administers, may, useUser } from "@/lib/permissions";
import type { User } from "@/lib/session";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { TopBar } from "./top-bar";

export const AREAS = {
  settings: [
    { to: "/settings", name: manage.areas.general },
    { to: "/settings/profile", name: manage.areas.profile },
    { to: "/settings/security", name: manage.areas.security },
    { to: "/settings/presets", name: manage.areas.presets },
    { to: "/settings/keys", name: manage.areas.keys },
    { to: "/settings/links", name: manage.areas.links },
    { to: "/settings/data", name: manage.areas.data },
    { to: "/settings/privacy", name: manage.areas.privacy },
    { to: "/settings/usage", name: manage.areas.usage },
  ],
  administration: [
    { to: "/admin/overview", name: manage.areas.overview },
    { to: "/admin/users", name: manage.areas.users },
    { to: "/admin/roles", name: manage.areas.roles },
    { to: "/admin/groups", name: manage.areas.groups },
    { to: "/admin/nodes", name: manage.areas.nodes },
    { to: "/admin/models", name: manage.areas.models },
    { to: "/admin/catalogue", name: manage.areas.catalogue },
    { to: "/admin/jobs", name: manage.areas.jobs },
    { to: "/admin/limits", name: manage.areas.limits },
    { to: "/admin/usage", name: manage.areas.usage },
    { to: "/admin/feedback", name: manage.areas.feedback },
    { to: "/admin/keys", name: manage.areas.allKeys },
    { to: "/admin/audit", name: manage.areas.audit },
    { to: "/admin/sso", name: manage.areas.sso },
    { to: "/admin/settings", name: manage.areas.serverSettings },
  ],
} as const;

export type Area = keyof typeof AREAS;
type Section = (typeof AREAS)[Area][number];

/** The permission that each section of the administration takes, where it is not that for the settings. */
const NEEDS: Record<string, string> = {
  "/admin/overview": "usage.read",
  "/admin/users": "users.manage",
  "/admin/roles": "users.manage",
  "/admin/groups": "users.manage",
  "/admin/nodes": "nodes.manage",
  "/admin/models": "models.manage",
  "/admin/catalogue": "models.manage",
  "/admin/jobs": "models.manage",
  "/admin/usage": "usage.read",
  "/admin/feedback": "usage.read",
  "/admin/keys": "users.manage",
  "/admin/audit": "audit.read",
};

/** Those of an area that somebody may open. */
export const sectionsFor = (area: Area, user: User | null): Section[] =>
  area === "settings" ? [...AREAS.settings] : AREAS[area].filter(({ to }) => may(user, NEEDS[to] ?? "settings.manage"));

/** The frame of the settings and of the administration: the sections at the side, on a phone above. */
export function AreaFrame({ area, children }: { area: Area; children: ReactNode }) {
  const areas: Area[] = administers(useUser()) ? ["settings", "administration"] : ["settings"];
  return (
    <>
      <TopBar>
        <h1 className="text-[0.9375rem] font-semibold tracking-tight">{manage.areas[area]}</h1>
      </TopBar>
      <div className="min-h-0 flex-1 overflow-y-auto" {...{ [AREA_SCROLLER]: "" }}>
        <div className="mx-auto w-full max-w-280 px-4 pt-2 pb-16 sm:px-6 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10 lg:pt-6">
          <div className="lg:sticky lg:top-6 lg:self-start">
            <Link to="/" className={buttonStyles({ variant: "quiet", size: "sm", className: "-ms-3 mb-2 lg:mb-4" })}>
              <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
              {text.settings.back}
            </Link>
            {areas.map((one) => (
              <Sections key={one} area={one} here={one === area} />
            ))}
          </div>
          <div className="min-w-0 pt-4 lg:pt-1">{children}</div>
        </div>
      </div>
    </>
  );
}

function Sections({ area, here }: { area: Area; here: boolean }) {
  const sections = sectionsFor(area, useUser());
  return (
    <nav aria-label={manage.areas[area]} className={cn("mb-1 lg:mb-5", !here && "max-lg:hidden")}>
      <p aria-hidden className="mb-1 px-3 text-xs font-medium text-muted-foreground max-lg:hidden">
        {manage.areas[area]}
      </p>
      <ul className="-mx-4 flex gap-1 overflow-x-auto px-4 pb-1 lg:mx-0 lg:flex-col lg:gap-0.5 lg:px-0">
        {sections.map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: true, includeSearch: false }}
              className="flex min-h-9 items-center rounded-lg px-3 text-sm font-medium whitespace-nowrap text-muted-foreground transition-colors hover:bg-accent hover:text-foreground data-[status=active]:bg-accent data-[status=active]:text-foreground"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What someone sees who may not go on. */
export function ForAdministrators() {
  return (
    <div className="grid flex-1 place-content-center gap-2 px-6 text-center">
      <h1 className="text-xl font-semibold tracking-tight">{manage.areas.forAdmins}</h1>
      <p className="max-w-md text-muted-foreground">{manage.areas.forAdminsHint}</p>
      <Link to="/settings" className={buttonStyles({ className: "mx-auto mt-3" })}>
        {manage.areas.toSettings}
      </Link>
    </div>
  );
}
