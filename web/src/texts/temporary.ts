import { catalogue } from "./language";

export const { temporary } = await catalogue({ en: () => import("./en/temporary") });
