import { Signal } from "./signal";
import { storage } from "./storage";

const FOLLOW_UPS = "ollamanet.follow-ups";

/** Whether the model is asked what one may want to ask next; kept in this browser. */
export const followUps = new Signal(storage.get(FOLLOW_UPS) !== "off");

export function wantFollowUps(wanted: boolean) {
  storage.set(FOLLOW_UPS, wanted ? null : "off");
  followUps.set(wanted);
}
