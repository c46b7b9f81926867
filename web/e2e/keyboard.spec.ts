import { look } from "./look";
import { answered, answers, composer, expect, PASSWORD, questions, sidebar, test } from "./people";

test("everything is done by keyboard alone", async ({ page }) => {
  const name = `keys${Date.now().toString(36)}`;
  const type = (text: string) => page.keyboard.type(text);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await page.goto("/register");
  await expect(page.getByLabel("User name")).toBeVisible();
  await press("Tab");
  await type(name);
  await press("Tab");
  await type(`${name}@example.org`);
  await press("Tab");
  await type(PASSWORD);
  await press("Enter");
  await expect(composer(page)).toBeFocused();

  // The skip link is the first stop of the page.
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  await press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await press("Enter", "Shift+Escape");
  await expect(composer(page)).toBeFocused();

  await press("Tab");
  await expect(page.getByRole("button", { name: /^Attach/ })).toBeFocused();
  await press("Tab");
  await expect(page.getByRole("combobox", { name: "Model" })).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await type("slow");
  await press("Enter");
  await expect(page.getByRole("combobox", { name: "Model" })).toContainText("slow:test");
  await press("Shift+Tab", "Shift+Tab");
  await type("one line");
  await press("Shift+Enter");
  await type("and another");
  await press("Enter");
  await expect(questions(page).last()).toContainText("and another");
  await expect(answers(page).last()).toContainText("word3");
  await press("Escape");
  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");
  await expect(page.getByRole("status").filter({ hasText: "The answer was stopped." })).toBeAttached();

  await press("Control+Shift+O");
  await expect(page).toHaveURL(/\/$/);
  await expect(composer(page)).toBeFocused();
  await press("Tab", "Tab");
  await press("Enter");
  await expect(page.getByRole("listbox")).toBeVisible();
  await type("echo");
  await press("Enter", "Shift+Tab", "Shift+Tab");
  await type("hello");
  await press("Enter");
  await answered(page);

  const links = sidebar(page).getByRole("link");
  await expect(links).toHaveCount(2);
  await press("Control+Shift+L");
  await expect(links.nth(0)).toBeFocused();
  await press("ArrowDown");
  await expect(links.nth(1)).toBeFocused();
  await press("Home", "Tab");
  await expect(page.getByRole("button", { name: /^Actions for/ }).first()).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeVisible();
  await press("End", "Enter");
  await expect(links).toHaveCount(1);
  // What was open is gone, so the page is the new chat's, with the focus in its field.
  await expect(composer(page)).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).focus();
  await press("Enter");
  await expect(links).toHaveCount(2);

  await press("Control+/");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await look(page, "the list of shortcuts");
  await press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await press("Shift+Escape", "Shift+?");
  await expect(composer(page)).toHaveValue("?");
  await press("Shift+Tab", "Shift+?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});

test("what has the focus can be seen", async ({ page }) => {
  await page.goto("/login");
  await expect(page.getByLabel("User name or e-mail")).toBeVisible();
  for (let step = 0; step < 5; step++) {
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement as Element);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    });
    expect(outline).toBe(true);
  }
});
