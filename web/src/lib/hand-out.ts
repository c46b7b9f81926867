import { Signal } from "./signal";

export type HandedOut = { how: "share" | "export"; conversation: { id: string; title: string | null } };

/** The conversation whose sharing or export is asked for, wherever its menu is. */
export const handedOut = new Signal<HandedOut | null>(null);

export const handOut = (how: HandedOut["how"], { id, title }: HandedOut["conversation"]) =>
  handedOut.set({ how, conversation: { id, title } });
