import { catalogue } from "./language";

export const { sharing } = await catalogue<typeof import("./en/sharing")>("sharing");
