import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { headingLevels, lex, type Split, splitBlocks } from "./blocks";

const DOCUMENT =
  "# T\n\npara **b** `c`\n\n- a\n- b\n\n```ts\nconst x = 1;\n\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\nx^2\n$$\n\nend $y$\n";

describe("splitBlocks", () => {
  it("gives the same blocks character by character as in one go", () => {
    let split: Split | null = null;
    for (let length = 1; length <= DOCUMENT.length; length++) split = splitBlocks(DOCUMENT.slice(0, length), split);

    expect(split?.blocks).toEqual(splitBlocks(DOCUMENT, null).blocks);
    expect(split?.blocks.join("")).toBe(DOCUMENT);
  });

  it("keeps the blocks before the tail as they are", () => {
    const before = splitBlocks(DOCUMENT, null);
    const after = splitBlocks(`${DOCUMENT}\n\nmore`, before);

    for (let index = 0; index < before.settled; index++) expect(after.blocks[index]).toBe(before.blocks[index]);
  });

  it("starts again when the text is another one", () => {
    const split = splitBlocks("other", splitBlocks(DOCUMENT, null));

    expect(split.blocks).toEqual(["other"]);
  });
});

it("gives headings levels without gaps, wherever the model begins", () => {
  const blocks = ["### a\n", "text\n", "###### b\n", "# c\n", "### d\n", "## e\n"];

  expect(headingLevels(blocks)).toEqual([3, 3, 4, 3, 4, 3]);
});

const inlineTypes = (source: string) => (lex(source)[0] as Tokens.Paragraph).tokens.map((token) => token.type);

describe("math", () => {
  it("is found in dollars and in brackets", () => {
    expect(inlineTypes("$x^2$")).toEqual(["inlineMath"]);
    expect(inlineTypes("\\(x^2\\)")).toEqual(["inlineMath"]);
    expect(lex("$$\nx\n$$")[0]?.type).toBe("blockMath");
    expect(lex("\\[\nx\n\\]")[0]?.type).toBe("blockMath");
  });

  it("is not what costs $5 or $10", () => {
    expect(inlineTypes("It costs $5 or $10 today")).toEqual(["text"]);
  });
});
