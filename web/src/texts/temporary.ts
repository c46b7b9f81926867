import { catalogue } from "./language";

export const { temporary } = await catalogue<typeof import("./en/temporary")>("temporary");
