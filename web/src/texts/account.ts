import { catalogue } from "./language";

export const { account } = await catalogue<typeof import("./en/account")>("account");
