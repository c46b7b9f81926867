import { api } from "./http";
import { type Profile, type User, updateUser } from "./session";

type Changes = Partial<Profile> & { userName?: string; email?: string; currentPassword?: string };

/** What is left out stays; null takes away. */
export async function saveProfile(changes: Changes) {
  updateUser(await api<User>("/me", { method: "PATCH", body: changes }));
}
