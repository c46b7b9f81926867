import { ApiError } from "./api-error";
import { Signal } from "./signal";

/** Somebody has to prove again who they are; called with whether they did. */
export type Asking = { settle: (proven: boolean) => void };

export const asking = new Signal<Asking | null>(null);
let answer: Promise<boolean> | null = null;

/** Does it again once who sits here has proven who they are, where the server wants that first. */
export async function freshly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "fresh-login-required" || !(await proven())) throw error;
    return work();
  }
}

/** One question for all that wait for it. */
function proven(): Promise<boolean> {
  answer ??= new Promise<boolean>((resolve) => asking.set({ settle: resolve })).finally(() => {
    answer = null;
    asking.set(null);
  });
  return answer;
}
