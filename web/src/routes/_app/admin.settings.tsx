import { createFileRoute } from "@tanstack/react-router";
import { ServerSettingsPage } from "@/features/server-settings/settings-page";

export const Route = createFileRoute("/_app/admin/settings")({ component: ServerSettingsPage });
