import { catalogue } from "./language";

export const { feedback } = await catalogue<typeof import("./en/feedback")>("feedback");
