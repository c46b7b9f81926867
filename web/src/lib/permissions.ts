import { session, type User } from "./session";
import { useSignal } from "./signal";

export const isAdministrator = (user: User | null) => user?.roles.includes("Admin") ?? false;

export function useUser(): User | null {
  const now = useSignal(session);
  return now.state === "signed-in" ? now.user : null;
}
