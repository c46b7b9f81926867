import { createFileRoute } from "@tanstack/react-router";
import { ProvidersPage } from "@/features/login-providers/providers-page";

export const Route = createFileRoute("/_app/admin/sso")({ component: ProvidersPage });
