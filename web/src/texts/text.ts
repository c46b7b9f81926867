import { catalogue } from "./language";

export const { text } = await catalogue<typeof import("./en/text")>("text");
