import { createFileRoute } from "@tanstack/react-router";
import { SharesPage } from "@/features/share/shares-page";

export const Route = createFileRoute("/_app/settings/links")({ component: SharesPage });
