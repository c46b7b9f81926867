import { catalogue } from "./language";

export const { installed } = await catalogue<typeof import("./en/installed")>("installed");
