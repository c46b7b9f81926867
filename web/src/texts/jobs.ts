import { catalogue } from "./language";

export const { jobs } = await catalogue<typeof import("./en/jobs")>("jobs");
