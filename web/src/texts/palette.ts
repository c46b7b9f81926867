import { catalogue } from "./language";

export const { palette } = await catalogue({ en: () => import("./en/palette") });
