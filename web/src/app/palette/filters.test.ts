import { describe, expect, it } from "vitest";
import { openFilter, takeFilters, toQuery } from "./filters";

describe("filters of a search", () => {
  it("become chips once they are written to their end", () => {
    expect(takeFilters("tag:work ")).toEqual({ filters: [{ name: "tag", value: "work" }], rest: "" });
    expect(takeFilters('trip folder:"My plans" tram')).toEqual({
      filters: [{ name: "folder", value: "My plans" }],
      rest: "trip tram",
    });
    expect(takeFilters("tag:wor").filters).toEqual([]);
    expect(takeFilters('folder:"My pl').filters).toEqual([]);
  });

  it("are words when they are no filters", () => {
    expect(takeFilters("12:30 std::sort http://x ").filters).toEqual([]);
    expect(openFilter("std::so")).toBeNull();
  });

  it("are completed while they are written, and not searched for yet", () => {
    expect(openFilter("tram Folder:")).toEqual({ name: "folder", typed: "", before: "tram" });
    expect(openFilter('folder:"My p')).toEqual({ name: "folder", typed: "My p", before: "" });
    expect(toQuery([{ name: "tag", value: "long haul" }], "tram fol")).toBe('tag:"long haul" tram fol');
    expect(toQuery([], "tram folder:Tra")).toBe("tram");
    expect(toQuery([], "tram ")).toBe("tram ");
  });
});
