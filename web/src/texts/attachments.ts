import { catalogue } from "./language";

export const { attachments } = await catalogue<typeof import("./en/attachments")>("attachments");
