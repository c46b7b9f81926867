import type { Page } from "@playwright/test";
import { look } from "./look";
import { expect, questions, signUp, test, tokenOf } from "./people";

const field = (page: Page) => page.getByRole("combobox", { name: "Search conversations, messages and notes" });
const option = (page: Page, name: string | RegExp) => page.getByRole("option", { name });

/** Writes through the API what a person would have written over weeks. */
async function write(page: Page) {
  const headers = { authorization: `Bearer ${await tokenOf(page)}`, "content-type": "application/json" };
  const call = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${process.env.BASE_URL}/api/v1${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    const said = await response.text();
    expect(response.ok, `${method} ${path}: ${response.status} ${said}`).toBe(true);
    return said;
  };
  const create = async (path: string, body: unknown) =>
    (JSON.parse(await call("POST", path, body)) as { id: string }).id;
  const talk = async (title: string, questions: string[]) => {
    const id = await create("/conversations", { title, model: "echo:test" });
    for (const message of questions) await call("POST", `/conversations/${id}/messages`, { message });
    return id;
  };
  return { call, create, talk };
}

async function open(page: Page, isMobile: boolean) {
  if (isMobile) {
    await page.getByRole("button", { name: "Open conversations" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Search" }).click();
  } else {
    await page.keyboard.press("Control+k");
  }
  await expect(field(page)).toBeFocused();
}

test("a message is found as one types, and the conversation opens at it @phone", async ({ page, isMobile }) => {
  await signUp(page);
  const { talk } = await write(page);
  const long = Array.from({ length: 45 }, (_, index) => `filler number ${index}, ${"and more of it ".repeat(8)}`);
  const id = await talk("Boats", ["Where does the Zanzibar ferry leave?", ...long]);
  await talk("Sailing to Zanzibar", []);

  await open(page, isMobile);
  await page.keyboard.type("zanz");
  await expect(option(page, /Sailing to Zanzibar/)).toHaveAttribute("aria-selected", "true");
  await expect(option(page, /Boats.*You/).locator("mark")).toHaveText("Zanz");
  await look(page, "search, hits");
  while ((await option(page, /Boats.*You/).getAttribute("aria-selected")) !== "true")
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(new RegExp(`/c/${id}$`));
  const found = questions(page).filter({ hasText: "Zanzibar ferry" });
  await expect(found).toBeInViewport();
  await expect(page.locator("[data-found]")).toContainText("Zanzibar ferry");
  await expect(page.locator("[data-found]")).toHaveCount(0);

  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(questions(page).filter({ hasText: "filler number 44" })).toBeInViewport();
});

test("one reads on from the middle to the end", async ({ page }) => {
  await signUp(page);
  const { talk } = await write(page);
  await talk("Long", ["needle", ...Array.from({ length: 60 }, (_, index) => `filler ${index}`)]);
  await open(page, false);
  await page.keyboard.type("needle");
  await option(page, /Long.*You/).click();
  await expect(questions(page).filter({ hasText: "needle" })).toBeInViewport();

  const last = questions(page).filter({ hasText: /^You\s*filler 59$/ });
  for (let i = 0; i < 60 && !(await last.isVisible()); i++) {
    await page.getByTestId("thread").evaluate((element) => element.scrollBy(0, 900));
    await page.waitForTimeout(60);
  }
  await expect(last).toBeVisible();
});

test("filters are chips, chosen from what there is @phone-too", async ({ page, isMobile }) => {
  await signUp(page);
  const { call, create, talk } = await write(page);
  const folder = await create("/folders", { name: "Long journeys" });
  const inside = await talk("Train to Vienna", []);
  await talk("Train set for children", []);
  await call("POST", "/conversations/move", { ids: [inside], folderId: folder });

  await open(page, isMobile);
  await page.keyboard.type("train");
  await expect(option(page, /Train/)).toHaveCount(2);
  await page.keyboard.type(" folder:");
  await expect(option(page, "Long journeys")).toBeVisible();
  await look(page, "search, filter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: 'Remove filter folder:"Long journeys"' })).toBeVisible();
  await expect(option(page, /Train/)).toHaveCount(1);
  await page.keyboard.type("before:2001 ");
  await expect(page.getByText("Nothing found for")).toBeVisible();
  for (let i = 0; i < "train ".length + 2; i++) await page.keyboard.press("Backspace");
  await expect(page.getByRole("button", { name: /^Remove filter/ })).toHaveCount(0);
  await page.keyboard.type("train");
  await expect(option(page, /Train/)).toHaveCount(2);

  await page.keyboard.type(" tag:nothing-like-it ");
  await expect(page.getByRole("alert")).toContainText("There is no tag called");
  await look(page, "search, mistake");
});

test("a misspelt word is suggested, and a lost connection said", async ({ page, context }) => {
  await signUp(page);
  const { talk } = await write(page);
  await talk("Notes on kubernetes", []);
  await open(page, false);
  await page.keyboard.type("kubernets");
  await expect(option(page, "Did you mean “kubernetes”?")).toHaveAttribute("aria-selected", "true");
  await look(page, "search, suggestion");
  await page.keyboard.press("Enter");
  await expect(option(page, /Notes on kubernetes/)).toBeVisible();
  await expect(page.getByRole("combobox", { name: /search/i })).toHaveValue("kubernetes");

  await context.setOffline(true);
  await page.keyboard.type("and");
  await expect(page.getByText("nothing can be searched")).toBeVisible();
  await look(page, "search, offline");
  await context.setOffline(false);
});

test("without a word there are commands and recent conversations @phone", async ({ page, isMobile }) => {
  await signUp(page);
  const { talk } = await write(page);
  await talk("Yesterday's plans", []);
  await open(page, isMobile);
  await expect(option(page, /Yesterday's plans/)).toBeVisible();
  await look(page, "search, empty");
  await page.keyboard.type("api ke");
  await expect(option(page, /API keys/).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/keys$/);

  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await page.keyboard.press("Escape");
  await expect(field(page)).toBeHidden();
});
