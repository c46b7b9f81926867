import { Marked, type Token, type TokenizerExtension } from "marked";

const blockMath: TokenizerExtension = {
  name: "blockMath",
  level: "block",
  start: (source) => source.search(/\$\$|\\\[/),
  tokenizer(source) {
    const match = /^(?:\$\$\s*([\s\S]+?)\s*\$\$|\\\[\s*([\s\S]+?)\s*\\\])[ \t]*(?:\n|$)/.exec(source);
    return match ? { type: "blockMath", raw: match[0], text: match[1] ?? match[2] ?? "" } : undefined;
  },
};
const inlineMath: TokenizerExtension = {
  name: "inlineMath",
  level: "inline",
  start: (source) => source.search(/\$|\\\(/),
  tokenizer(source) {
    const match = /^(?:\$(?![\s$])((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$])|\\\(((?:\\[^)]|[^\\\n])+?)\\\))/.exec(source);
    return match ? { type: "inlineMath", raw: match[0], text: match[1] ?? match[2] ?? "" } : undefined;
  },
};
const markdown = new Marked({ gfm: true });
markdown.use({ extensions: [blockMath, inlineMath] });

export const lex = (source: string): Token[] => new markdown.Lexer(markdown.defaults).lex(source);
const lexBlocks = (source: string): Token[] => new markdown.Lexer(markdown.defaults).blockTokens(source, []);

export type Split = { text: string; blocks: string[]; settled: number; settledLength: number };

/** Splits Markdown into top-level blocks. When the text only grew, all but the last two are reused: a token costs O(tail). */
export function splitBlocks(text: string, before: Split | null): Split {
  const grown = before && text.length >= before.text.length && text.startsWith(before.text) ? before : null;
  const kept = grown ? grown.blocks.slice(0, grown.settled) : [];
  const offset = grown ? grown.settledLength : 0;
  const blocks = kept.concat(lexBlocks(text.slice(offset)).map((token) => token.raw));
  const settled = Math.max(kept.length, blocks.length - 2);
  let settledLength = offset;
  for (let i = kept.length; i < settled; i++) settledLength += (blocks[i] as string).length;
  return { text, blocks, settled, settledLength };
}

const FIRST_LEVEL = 3;

/**
 * The heading level of each block. Below the page's h1 and the message's h2, and never more than one deeper than the
 * heading before, wherever the model begins.
 */
export function headingLevels(blocks: readonly string[]): number[] {
  let last = FIRST_LEVEL - 1;
  return blocks.map((block) => {
    const depth =
      /^ {0,3}(#{1,6})(?:\s|$)/.exec(block)?.[1]?.length ?? (/^[^\n>|`-].*\n {0,3}(?:=+|-+)\s*$/.test(block) ? 2 : 0);
    if (depth > 0) last = Math.min(6, last + 1, Math.max(FIRST_LEVEL, depth + 1));
    return Math.max(FIRST_LEVEL, last);
  });
}
