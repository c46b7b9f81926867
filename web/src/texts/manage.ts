import { catalogue } from "./language";

export const { manage } = await catalogue({ en: () => import("./en/manage") });
