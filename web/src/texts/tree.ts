import { catalogue } from "./language";

export const { treeText } = await catalogue<typeof import("./en/tree")>("tree");
