import { catalogue } from "./language";

export const { text } = await catalogue({ en: () => import("./en/text") });
