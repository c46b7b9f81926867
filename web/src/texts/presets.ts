import { catalogue } from "./language";

export const { presets } = await catalogue({ en: () => import("./en/presets") });
