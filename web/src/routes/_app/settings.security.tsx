import { createFileRoute } from "@tanstack/react-router";
import { SecurityPage } from "@/features/auth/security/security-page";

export const Route = createFileRoute("/_app/settings/security")({ component: SecurityPage });
