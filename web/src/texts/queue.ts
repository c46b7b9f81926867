import { catalogue } from "./language";

export const { queue } = await catalogue({ en: () => import("./en/queue") });
