import { createFileRoute } from "@tanstack/react-router";
import { ForgotPage } from "@/features/auth/recovery/forgot-page";

export const Route = createFileRoute("/forgot")({ component: ForgotPage });
