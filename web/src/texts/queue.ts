import { catalogue } from "./language";

export const { queue } = await catalogue<typeof import("./en/queue")>("queue");
