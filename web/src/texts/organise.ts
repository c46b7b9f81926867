import { catalogue } from "./language";

export const { organise } = await catalogue({ en: () => import("./en/organise") });
