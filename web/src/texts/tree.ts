import { catalogue } from "./language";

export const { treeText } = await catalogue({ en: () => import("./en/tree") });
