import { Signal } from "./signal";

/** The message of the open conversation that somebody wants to see; whoever shows it takes it away. */
export const wanted = new Signal<string | null>(null);
