import { catalogue } from "./language";

export const { feedback } = await catalogue({ en: () => import("./en/feedback") });
