import type { Browser, BrowserContext, Page } from "@playwright/test";
import { look } from "./look";
import {
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  logIn,
  questions,
  sidebar,
  signUp,
  test,
} from "./people";

/** The same person on another device. */
async function secondDevice(browser: Browser, baseURL: string | undefined, name: string) {
  const context = await browser.newContext({ baseURL: baseURL as string });
  const page = await context.newPage();
  await logIn(page, name);
  return { context, page };
}

const numbered = async (page: Page) => {
  const seen = (await answers(page).last().locator(".prose-chat").innerText()).trim().split(/\s+/);
  expect(seen).toEqual(seen.map((_, index) => `word${index + 1}`));
  return seen.length;
};

test.describe("two devices", () => {
  let other: { context: BrowserContext; page: Page };
  test.beforeEach(async ({ page, browser, baseURL }) => {
    const { name } = await signUp(page);
    other = await secondDevice(browser, baseURL, name);
  });
  test.afterEach(() => other.context.close());

  test("see a new conversation, its title and its end without a reload", async ({ page }) => {
    await chooseModel(page, "echo:test");
    await ask(page, "Seen from afar");

    await expect(sidebar(other.page).getByRole("link", { name: "A simulated title" })).toBeVisible();
    await sidebar(page).getByRole("link", { name: "A simulated title" }).hover();
    await sidebar(page)
      .getByRole("button", { name: /Actions for/ })
      .first()
      .click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Title" }).fill("Renamed over here");
    await page.keyboard.press("Enter");
    await expect(sidebar(other.page).getByRole("link", { name: "Renamed over here" })).toBeVisible();
  });

  test("read the same answer live, and either may stop it", async ({ page }) => {
    await chooseModel(page, "slow:test");
    await ask(page, "Count for both");
    await expect(answers(page).last()).toContainText("word2");
    await other.page.goto(page.url());
    await expect(answers(other.page).last()).toContainText("word5");
    await other.page.getByRole("button", { name: "Stop" }).click();

    for (const each of [page, other.page]) await expect(answers(each).last()).toHaveAttribute("data-status", "stopped");
    expect(await numbered(page)).toBe(await numbered(other.page));

    // The second device has it open and begins to follow when an answer starts at the first.
    await ask(page, "Count again");
    await expect(questions(other.page).last()).toContainText("Count again");
    await expect(answers(other.page).last()).toHaveAttribute("data-status", "running");
    await expect(answers(other.page).last()).toContainText("word8");
    await numbered(other.page);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(answers(other.page).last()).toHaveAttribute("data-status", "stopped");
  });

  test("show the same queue, which goes on when all of them are gone", async ({ page }) => {
    await chooseModel(page, "slow:test");
    await ask(page, "Count first");
    await expect(answers(page).last()).toContainText("word2");
    await other.page.goto(page.url());
    await composer(page).fill("Then this");
    await composer(page).press("Enter");
    await composer(page).fill("And this too");
    await page.getByRole("button", { name: "Send when this answer is complete" }).click();

    const there = other.page.getByRole("region", { name: "Waiting to be sent" });
    await expect(there.getByRole("listitem")).toHaveCount(2);
    await there.getByRole("listitem").first().getByRole("button", { name: "Edit message" }).click();
    await there.getByRole("textbox").fill("Then that");
    await there.getByRole("textbox").press("Enter");
    const here = page.getByRole("region", { name: "Waiting to be sent" });
    await expect(here.getByRole("listitem").first()).toContainText("Then that");
    await here.getByRole("listitem").last().getByRole("button", { name: "Remove message" }).click();
    await expect(there.getByRole("listitem")).toHaveCount(1);

    await page.getByRole("button", { name: "Stop" }).click();
    await expect(there.getByText("The queue is paused.")).toBeVisible();
    await look(other.page, "queue");
    const address = page.url();
    await there.getByRole("button", { name: "Go on" }).click();
    await page.goto("about:blank");
    await other.page.goto("about:blank");
    await page.waitForTimeout(500);
    await page.goto(address);
    await expect(questions(page).last()).toContainText("Then that");
    await expect(page.getByRole("region", { name: "Waiting to be sent" })).toBeHidden();
  });
});

test("the tabs of one browser share one channel, and another takes it over", async ({ page, context }) => {
  let channels = 0;
  context.on("request", (request) => {
    if (request.url().endsWith("/api/v1/events")) channels++;
  });
  await signUp(page);
  const tab = await context.newPage();
  await tab.goto("/");
  await expect(composer(tab)).toBeVisible();
  await tab.waitForTimeout(500);
  expect(channels).toBe(1);

  await page.close();
  await expect.poll(() => channels).toBe(2);
  const third = await context.newPage();
  await third.goto("/");
  await chooseModel(third, "echo:test");
  await ask(third, "From the third");
  await expect(sidebar(tab).getByRole("link", { name: "A simulated title" })).toBeVisible();
  expect(channels).toBe(2);
});

test("offline in the middle of an answer, what is typed stays and the answer is read on", async ({ page, context }) => {
  await signUp(page);
  await chooseModel(page, "slow:test");
  await ask(page, "Count while I am away");
  await expect(answers(page).last()).toContainText("word3");
  await context.setOffline(true);
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" }).first()).toBeVisible();
  await composer(page).fill("Written offline");
  await composer(page).press("Enter");
  // It could not be put into the queue, so it is back where it was written.
  await expect(composer(page)).toHaveValue("Written offline");
  await context.setOffline(false);

  await expect(answers(page).last()).toContainText("word60 ", { timeout: 30_000 });
  await numbered(page);
  await expect(composer(page)).toHaveValue("Written offline");
});

test("on a slow line nothing is sent twice and nothing is lost", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await page.route("**/api/v1/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue().catch(() => undefined);
  });
  await ask(page, "Over a slow line");
  await answered(page);
  await ask(page, "And once more");
  await answered(page);
  await page.reload();
  await answered(page);

  await expect(questions(page)).toHaveText([/Over a slow line/, /And once more/]);
  await expect(answers(page)).toHaveCount(2);
});

test("suggested questions come after an answer, are asked with a click, and can be switched off @phone-too", async ({
  page,
}) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Something to go on from");
  await answered(page);
  const suggestions = page.getByRole("list", { name: "Suggested questions" });
  await expect(suggestions.getByRole("listitem")).toHaveCount(3);
  await look(page, "follow-ups");
  await page.reload();
  await expect(suggestions.getByRole("listitem")).toHaveCount(3);
  await page.goto("/");
  await expect(suggestions).toBeHidden();
  await page.goBack();
  await suggestions.getByRole("button", { name: "Who made it?" }).click();
  await expect(answers(page)).toHaveCount(2);
  await answered(page);
  await expect(questions(page).last()).toContainText("Who made it?");

  await page.goto("/settings");
  await page.getByRole("switch", { name: "Suggest what to ask next" }).click();
  await page.goBack();
  await answered(page);
  await ask(page, "And now without");
  await answered(page);
  await page.waitForTimeout(1_000);
  await expect(suggestions).toBeHidden();
});
