import { catalogue } from "./language";

export const { sso } = await catalogue<typeof import("./en/sso")>("sso");
