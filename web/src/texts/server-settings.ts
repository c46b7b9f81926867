import { catalogue } from "./language";

export const { serverSettings } = await catalogue<typeof import("./en/server-settings")>("server-settings");
