import { catalogue } from "./language";

export const { presets } = await catalogue<typeof import("./en/presets")>("presets");
