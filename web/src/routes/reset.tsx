import { createFileRoute } from "@tanstack/react-router";
import { ResetPage } from "@/features/auth/recovery/reset-page";

export const Route = createFileRoute("/reset")({ component: ResetPage });
