/** Where a quote stands in a text now: as near as possible to where it stood; null when it is gone. */
export function findQuote(text: string, quote: string, start: number): [start: number, end: number] | null {
  const from = Math.max(0, Math.min(start, text.length - quote.length));
  const after = text.indexOf(quote, from);
  const before = text.lastIndexOf(quote, from);
  if (after < 0 && before < 0) return null;
  const at = before < 0 || (after >= 0 && after - start <= start - before) ? after : before;
  return [at, at + quote.length];
}

const SURE = 12;
const FAR = 4_000;
const NOTHING = /[^\n]/g;
/** What is in the source and never shown: addresses of links, languages of code, formulas. */
const UNSHOWN = [
  /(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)/g,
  /^ {0,3}(?:`{3,}|~{3,}).*$/gm,
  /\$\$[\s\S]+?\$\$|\\\[[\s\S]+?\\\]|\\\([^\n]+?\\\)/g,
];

/**
 * Which character of the Markdown source each shown character is. `pieces` are the texts of the rendered nodes in
 * order; each is found in the source after the one before it, as a whole if possible, else word by word.
 * -1: nowhere (an ellipsis out of an entity, a formula).
 */
export function align(source: string, pieces: readonly string[]): Int32Array[] {
  let bare = source;
  for (const pattern of UNSHOWN) bare = bare.replace(pattern, (found) => found.replace(NOTHING, "\0"));
  let at = 0;
  const find = (piece: string): number => {
    const shown = bare.indexOf(piece, at);
    if (shown >= 0 && shown - at < FAR) return shown;
    const anywhere = piece.length >= SURE ? source.indexOf(piece, at) : -1;
    return anywhere >= 0 && anywhere - at < FAR ? anywhere : -1;
  };
  return pieces.map((piece) => {
    const map = new Int32Array(piece.length).fill(-1);
    const place = (part: string, offset: number): boolean => {
      const found = part === "" ? -1 : find(part);
      if (found < 0) return false;
      for (let i = 0; i < part.length; i++) map[offset + i] = found + i;
      at = found + part.length;
      return true;
    };
    if (!place(piece, 0))
      for (const word of piece.matchAll(/\S+/g)) if (!place(word[0], word.index)) placeRuns(word[0], word.index, place);
    return map;
  });
}

/** Letters and digits apart from signs, for words that stand for something else in part. */
function placeRuns(word: string, offset: number, place: (part: string, offset: number) => boolean) {
  for (const run of word.matchAll(/[\p{L}\p{N}]+/gu)) if (run[0] !== word) place(run[0], offset + run.index);
}
