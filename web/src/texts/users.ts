import { catalogue } from "./language";

export const { users } = await catalogue<typeof import("./en/users")>("users");
