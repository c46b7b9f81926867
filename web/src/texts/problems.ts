import { catalogue } from "./language";

type Sentences = { problems: Record<string, string> };

// English has no catalogue of these: the server's own sentences are English, and may hold numbers.
const own = (await catalogue<Sentences | undefined>("problems"))?.problems;

/** What went wrong, in the language of the page where its code is known there; else as the server said it. */
export const sentenceOf = (problem: { code: string; message: string }) => own?.[problem.code] ?? problem.message;
