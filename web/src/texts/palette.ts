import { catalogue } from "./language";

export const { palette } = await catalogue<typeof import("./en/palette")>("palette");
