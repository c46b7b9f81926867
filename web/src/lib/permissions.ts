import { session, type User } from "./session";
import { useSignal } from "./signal";

export const isAdministrator = (user: User | null) => user?.roles.includes("Admin") ?? false;

/** What any user may, and no administration. */
const OF_USER = ["conversations.use", "models.use"];

export const may = (user: User | null, permission: string) =>
  isAdministrator(user) || (user?.permissions?.includes(permission) ?? false);

/** Some of the administration is theirs. */
export const administers = (user: User | null) =>
  isAdministrator(user) || (user?.permissions?.some((one) => !OF_USER.includes(one)) ?? false);

export function useUser(): User | null {
  const now = useSignal(session);
  return now.state === "signed-in" ? now.user : null;
}
