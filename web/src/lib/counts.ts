/** A count as typed: null for nothing, undefined for what is none. */
export function readCount(typed: string, least = 1): number | null | undefined {
  const digits = typed.replace(/[\s,_]/g, "");
  if (digits === "") return null;
  const count = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(count) && count >= least ? count : undefined;
}

export const writeCount = (count: number | null | undefined) => (count == null ? "" : String(count));

/** What is written one a line, or with commas between. */
export const readLines = (typed: string) =>
  typed
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
