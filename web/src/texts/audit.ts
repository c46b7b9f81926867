import { catalogue } from "./language";

export const { audit } = await catalogue<typeof import("./en/audit")>("audit");
