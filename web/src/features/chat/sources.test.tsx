import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { type Source, Sourced } from "@/components/ui/sources";
import { Markdown } from "./markdown/markdown";

const source = (sourceId: string, url: string, title?: string): Source => ({
  type: "source-url",
  sourceId,
  url,
  ...(title === undefined ? {} : { title }),
});
const show = (text: string, ...sources: Source[]) =>
  render(
    <Sourced sources={sources}>
      <Markdown text={text} />
    </Sourced>,
  ).container;
const list = () => screen.getByRole("region", { name: "Sources" });

it("lists sources with title and host, and leads from markers of those there are", () => {
  const container = show(
    "One [1], both [1][3], none [2] and `[1]`.",
    source("3", "http://c.example:8080/x"),
    source("1", "https://a.example/x", "A page"),
  );

  const links = within(list()).getAllByRole<HTMLAnchorElement>("link");
  expect(links.map((link) => [link.textContent, link.href])).toEqual([
    ["A page", "https://a.example/x"],
    ["c.example:8080/x", "http://c.example:8080/x"],
  ]);
  for (const link of links) expect([link.target, link.rel]).toEqual(["_blank", "noopener noreferrer nofollow"]);
  expect(
    within(list())
      .getAllByRole<HTMLLIElement>("listitem")
      .map((item) => item.value),
  ).toEqual([1, 3]);
  expect(container.querySelector(".prose-chat")?.textContent).toBe("One [1], both [1][3], none [2] and [1].");
  const markers = [...container.querySelectorAll<HTMLAnchorElement>(".prose-chat a")];
  expect(markers.map((marker) => marker.textContent)).toEqual(["[1]", "[1]", "[3]"]);

  fireEvent.click(markers[2] as HTMLElement);

  expect(document.activeElement).toBe(links[1]);
});

it("folds what is more than a few, and unfolds it for a marker", () => {
  const sources = Array.from({ length: 8 }, (_, index) =>
    source(`${index + 1}`, `https://a.example/${index}`, `p${index}`),
  );
  const container = show("See [7].", ...sources);
  const folded = container.querySelector("details") as HTMLDetailsElement;
  expect(folded.open).toBe(false);
  expect(folded.querySelectorAll("li")).toHaveLength(3);

  fireEvent.click(screen.getByRole("link", { name: "[7]" }));

  expect(folded.open).toBe(true);
  expect(document.activeElement?.textContent).toBe("p6");
});

it("shows nothing of what is no page of the web", () => {
  const container = show(
    "a [1] [2] [3] [4] [5] [6] [7]",
    source("1", "javascript:alert(1)", "x"),
    source("2", "data:text/html,x"),
    source("3", "/api/v1/me"),
    source("4", `https://a.example/${"x".repeat(3_000)}`),
    source("0", "https://a.example/"),
    source('5"onclick=alert(1)', "https://a.example/"),
    { type: "source-url" },
  );

  expect(container.querySelector("a, section")).toBeNull();
});

it("keeps a hostile title as text, apart from the host", () => {
  const container = show(
    "a [1]",
    source("1", "https://evil.example/", "\u202e<img src=x onerror=alert(1)> google.com"),
  );

  expect(container.querySelector("img")).toBeNull();
  const names = [...container.querySelectorAll("bdi")].map((name) => name.textContent);
  expect(names).toEqual(["\u202e<img src=x onerror=alert(1)> google.com", "evil.example"]);
});

it("leaves markers inside links, and the links of the text, as they are", () => {
  const container = show(
    "[see [1] there](https://x.example/) [1](https://y.example/)",
    source("1", "https://a.example/"),
  );

  const links = [...container.querySelectorAll<HTMLAnchorElement>(".prose-chat a")];
  expect(links.map((link) => link.href)).toEqual(["https://x.example/", "https://y.example/"]);
});

it("leaves markers as text where there are no sources", () => {
  expect(show("a [1]").querySelector("a")).toBeNull();
});
