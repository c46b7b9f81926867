import { createFileRoute } from "@tanstack/react-router";
import { AllKeysPage } from "@/features/keys/all-keys-page";

export const Route = createFileRoute("/_app/admin/keys")({ component: AllKeysPage });
