import { catalogue } from "./language";

export const { context } = await catalogue({ en: () => import("./en/context") });
