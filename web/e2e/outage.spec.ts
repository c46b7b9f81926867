import { startLine } from "./line";
import { answers, ask, chooseModel, composer, expect, signUp, test } from "./people";

test("a connection lost in the middle of an answer is made again by itself", async ({ browser, baseURL }) => {
  const line = await startLine(baseURL as string);
  const context = await browser.newContext({ baseURL: line.url });
  const page = await context.newPage();
  try {
    await signUp(page);
    await chooseModel(page, "slow:test");
    await ask(page, "Count through the outage");
    await expect(answers(page).last()).toContainText("word3");

    line.cut();
    await expect(page.getByText("Connection lost. Picking the answer up again")).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached" })).toBeVisible();
    await composer(page).fill("Typed during the outage");
    await page.waitForTimeout(1_500);
    line.mend();

    await expect(page.getByText("Connection lost")).toBeHidden();
    await expect(page.getByText("The server cannot be reached")).toBeHidden();
    await expect(answers(page).last()).toContainText("word60 ", { timeout: 15_000 });
    const seen = (await answers(page).last().locator(".prose-chat").innerText()).trim().split(/\s+/);
    expect(seen).toEqual(seen.map((_, index) => `word${index + 1}`));
    await expect(composer(page)).toHaveValue("Typed during the outage");
  } finally {
    await context.close();
    line.close();
  }
});

test("a page opened while the server is away comes up when it is back", async ({ browser, baseURL }) => {
  const line = await startLine(baseURL as string);
  const context = await browser.newContext({ baseURL: line.url });
  const page = await context.newPage();
  try {
    await signUp(page);
    await page.route("**/api/v1/auth/refresh", (route) => route.abort());
    await page.reload();
    await expect(page.getByRole("heading", { name: "The server cannot be reached" })).toBeVisible();
    await page.unroute("**/api/v1/auth/refresh");
    await expect(composer(page)).toBeVisible({ timeout: 15_000 });
  } finally {
    await context.close();
    line.close();
  }
});
