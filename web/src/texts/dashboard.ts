import { catalogue } from "./language";

export const { dashboard } = await catalogue<typeof import("./en/dashboard")>("dashboard");
