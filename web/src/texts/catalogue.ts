import { catalogue as load } from "./language";

export const { catalogue } = await load<typeof import("./en/catalogue")>("catalogue");
