import { catalogue } from "./language";

export const { organise } = await catalogue<typeof import("./en/organise")>("organise");
