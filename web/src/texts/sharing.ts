import { catalogue } from "./language";

export const { sharing } = await catalogue({ en: () => import("./en/sharing") });
