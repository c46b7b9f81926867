import { catalogue } from "./language";

export const { notes } = await catalogue<typeof import("./en/notes")>("notes");
