import { redirect } from "@tanstack/react-router";
import { restoreSession } from "@/lib/session";

/** A page of this app to go on to after signing in; an address from elsewhere is not one. */
export const readNext = (next: unknown): string | undefined =>
  typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined;

/** Someone who is signed in has nothing to do on the sign-in pages. */
export async function goOn({ search }: { search: { next?: string | undefined } }) {
  if ((await restoreSession()).state === "signed-in") throw redirect({ href: search.next ?? "/" });
}
