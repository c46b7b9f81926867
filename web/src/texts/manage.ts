import { catalogue } from "./language";

export const { manage } = await catalogue<typeof import("./en/manage")>("manage");
