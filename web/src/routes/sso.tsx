import { createFileRoute } from "@tanstack/react-router";
import { SsoPage } from "@/features/auth/sso/sso-page";

export const Route = createFileRoute("/sso")({ component: SsoPage });
