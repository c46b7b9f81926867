import { inject } from "vitest";
import { apiKey } from "./account.js";

export const url = inject("url");

export const newKey = (): Promise<string> => apiKey(url);

/** How many answers the simulated engine with tools was told to give up. */
export async function abortedAnswers(): Promise<number> {
  return (await (await fetch(`${inject("toolSimulator")}/aborted`)).json()) as number;
}
