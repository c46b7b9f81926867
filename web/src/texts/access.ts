import { catalogue } from "./language";

export const { access } = await catalogue<typeof import("./en/access")>("access");
