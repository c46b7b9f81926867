import { catalogue } from "./language";

export const { context } = await catalogue<typeof import("./en/context")>("context");
