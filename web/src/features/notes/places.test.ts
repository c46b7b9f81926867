import { describe, expect, it } from "vitest";
import { align, findQuote } from "./places";

describe("findQuote", () => {
  it("stays where the quote still is", () => {
    expect(findQuote("one two one two", "two", 4)).toEqual([4, 7]);
    expect(findQuote("one two one two", "two", 12)).toEqual([12, 15]);
  });

  it("moves to the nearest place after an edit", () => {
    expect(findQuote("So: one two one two", "one", 0)).toEqual([4, 7]);
    expect(findQuote("one two one two one", "one", 14)).toEqual([16, 19]);
    expect(findQuote("one", "one", 900)).toEqual([0, 3]);
  });

  it("is nothing where the quote is gone", () => {
    expect(findQuote("other", "one", 0)).toBeNull();
    expect(findQuote("", "one", 0)).toBeNull();
  });
});

/** The piece of the source from the first to the last character that is shown. */
const spanned = (source: string, ...pieces: string[]) =>
  align(source, pieces).map((map) => {
    const known = [...map].filter((index) => index >= 0);
    return known.length === 0 ? null : source.slice(known[0], (known.at(-1) as number) + 1);
  });

describe("align", () => {
  it("skips markup", () => {
    expect(spanned("# Title\n\nSome **bold** and `code`.", "Title", "Some ", "bold", " and ", "code", ".")).toEqual([
      "Title",
      "Some ",
      "bold",
      " and ",
      "code",
      ".",
    ]);
  });

  it("does not take an address for text", () => {
    const source = "See [a](http://x.example/b.c). Then b.";
    const [, link, rest] = align(source, ["See ", "a", ". Then b."]);
    expect(link?.[0]).toBe(source.indexOf("a]"));
    expect(rest?.[0]).toBe(source.indexOf(". Then"));
  });

  it("does not take the language of code or a formula for text", () => {
    const source = "```ts\nts\n```\n\n$$\nx\n$$\n\nx is it";
    expect(align(source, ["ts", "x is it"]).map((map) => map[0])).toEqual([6, source.indexOf("x is")]);
  });

  it("goes through characters that stand for others", () => {
    const source = "Fish &amp; chips &hellip; tonight";
    const [map] = align(source, ["Fish & chips … tonight"]);
    expect(source.slice(map?.[7], (map?.[11] as number) + 1)).toBe("chips");
    expect(map?.[13]).toBe(-1);
    expect(map?.[15]).toBe(source.indexOf("tonight"));
  });

  it("finds lines of a quotation although their signs are not shown", () => {
    const source = "> one line\n> and another";
    const [map] = align(source, ["one line\nand another"]);
    expect(map?.[9]).toBe(source.indexOf("and"));
  });

  it("tells equal words apart by their order", () => {
    const source = "**no** no `no`";
    expect(align(source, ["no", " no ", "no"]).map((map) => map[0])).toEqual([2, 6, 11]);
  });
});
