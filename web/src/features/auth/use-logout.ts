import { useState } from "react";
import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import { logout } from "./api";

/** Logging out can fail: without the server the session would live on. Then it says so. */
export function useLogout() {
  const [problem, setProblem] = useState<string | null>(null);
  const run = async () => {
    setProblem(null);
    try {
      await logout();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
      announce(error.message);
    }
  };
  return { logout: () => void run(), problem };
}
