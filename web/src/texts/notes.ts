import { catalogue } from "./language";

export const { notes } = await catalogue({ en: () => import("./en/notes") });
