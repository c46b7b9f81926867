import { createFileRoute } from "@tanstack/react-router";
import { LimitsPage } from "@/features/limits/limits-page";

export const Route = createFileRoute("/_app/admin/limits")({ component: LimitsPage });
