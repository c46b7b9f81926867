import type { Page } from "@playwright/test";
import { text } from "../src/texts/ar/text";
import { look } from "./look";
import { ADMINISTRATOR, expect, PASSWORD, test } from "./people";

test.use({ locale: "ar", reducedMotion: "reduce" });

const WIDTHS = [1280, 390, 320];
const QUESTION = `كيف أشغّل النموذج على جهازي؟

Run it (now).

- \`ollama\` يشغّل النماذج.

شغّل \`ollama run\` هكذا:

\`\`\`sh
ollama run llama3.2 # مثال
\`\`\`

$a + b = c$`;

const composer = (page: Page) => page.getByRole("textbox", { name: text.chat.label });
const answer = (page: Page) => page.getByRole("article", { name: text.chat.assistant }).last();

async function expectFits(page: Page, screen: string) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(100);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${screen}, ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Where words begin and end on the screen, from the left. */
const placeOf = (page: Page, within: string, words: string) =>
  page
    .locator(within)
    .last()
    .evaluate((element, words) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(words) ?? -1;
        if (at < 0) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const { left, right } = range.getBoundingClientRect();
        return { left, right };
      }
      throw new Error(`There is no “${words}”.`);
    }, words);

test("from signing up to the answer, from right to left", async ({ page }) => {
  await page.goto("/register");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(text.auth.registerTitle);
  await expectFits(page, "sign up");
  await look(page, "right to left, sign up");
  const name = `layla${Date.now().toString(36)}`;
  await page.getByLabel(text.auth.userName).fill(name);
  await page.getByLabel(text.auth.email).fill(`${name}@example.org`);
  await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: text.auth.register }).click();
  await expect(composer(page)).toBeVisible();
  await expectFits(page, "new chat");
  await look(page, "right to left, new chat");

  const sidebar = await page.getByRole("complementary", { name: text.app.menu }).boundingBox();
  expect(sidebar && sidebar.x + sidebar.width).toBe(1280);

  await page.getByRole("combobox", { name: text.models.label }).click();
  await page.getByRole("option", { name: /^echo:test/ }).click();
  await composer(page).fill(QUESTION);
  await composer(page).press("Enter");
  await expect(answer(page)).toHaveAttribute("data-status", "complete", { timeout: 20_000 });
  await expect(answer(page).locator(".katex")).toBeAttached();
  await expectFits(page, "conversation");
  await look(page, "right to left, conversation");
});

test("each line is read in its own direction, code from left to right", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await page.getByRole("combobox", { name: text.models.label }).click();
  await page.getByRole("option", { name: /^echo:test/ }).click();
  await composer(page).fill(QUESTION);
  await composer(page).press("Enter");
  await expect(answer(page)).toHaveAttribute("data-status", "complete", { timeout: 20_000 });

  for (const place of ["[data-source=plain]", "[data-source=markdown]"]) {
    expect((await placeOf(page, place, "كيف")).left).toBeGreaterThan((await placeOf(page, place, "جهازي")).left);
    expect((await placeOf(page, place, "Run")).left).toBeLessThan((await placeOf(page, place, "(now).")).left);
  }
  const code = answer(page).locator("pre");
  await expect(code).toHaveCSS("direction", "ltr");
  const begins = await placeOf(page, "[data-source=markdown] pre", "ollama");
  const box = await code.boundingBox();
  expect(begins.left - (box?.x ?? 0)).toBeLessThan(40);
  await expect(answer(page).locator("p code").first()).toHaveCSS("direction", "ltr");
  await expect(answer(page).locator("ul")).toHaveCSS("direction", "rtl");
  await expect(answer(page).locator(".katex").locator("..")).toHaveCSS("direction", "ltr");

  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole("button", { name: text.app.openMenu }).click();
  const drawer = page.getByRole("dialog", { name: text.app.menu });
  await expect(drawer).toBeVisible();
  await expect
    .poll(async () => ((await drawer.boundingBox())?.x ?? 0) + ((await drawer.boundingBox())?.width ?? 0))
    .toBe(390);
});

async function logIn(page: Page, name: string) {
  await page.goto("/login");
  await page.getByLabel(text.auth.loginField).fill(name);
  await page.getByLabel(text.auth.password, { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: text.auth.login }).click();
  await expect(composer(page)).toBeVisible();
}

const SECTIONS = [
  "/settings",
  "/settings/profile",
  "/settings/security",
  "/settings/presets",
  "/settings/keys",
  "/settings/links",
  "/settings/data",
  "/settings/privacy",
  "/settings/usage",
  "/admin/nodes",
  "/admin/models",
  "/admin/catalogue",
  "/admin/limits",
  "/admin/feedback",
  "/admin/usage",
  "/admin/keys",
  "/admin/overview",
  "/admin/audit",
  "/admin/settings",
];

test("the settings and the administration fit and are accessible @long", async ({ page }) => {
  test.setTimeout(180_000);
  await logIn(page, ADMINISTRATOR);
  for (const section of SECTIONS) {
    await page.goto(section);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(page.getByTestId("skeleton")).toHaveCount(0);
    await expectFits(page, section);
    await look(page, `right to left, ${section}`);
  }
});
