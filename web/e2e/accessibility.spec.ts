import { look } from "./look";
import { ADMINISTRATOR, answered, answers, ask, chooseModel, composer, expect, logIn, signUp, test } from "./people";

test("every screen is accessible @phone-too", async ({ page, isMobile }) => {
  test.setTimeout(120_000);
  await page.goto("/login");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await look(page, "log in");
  await page.getByRole("button", { name: "Log in" }).click();
  await look(page, "log in with errors");
  await page.goto("/register");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await look(page, "sign up");

  await signUp(page);
  await expect(page.getByRole("combobox", { name: "Model" })).toBeVisible();
  await look(page, "new chat");
  await page.getByRole("combobox", { name: "Model" }).click();
  await expect(page.getByRole("listbox")).toBeVisible();
  await look(page, "choice of the model");
  await page.keyboard.press("Escape");

  await chooseModel(page, "showcase:test");
  await ask(page, "Show everything");
  await expect(page.locator(".katex-display")).toBeAttached({ timeout: 20_000 });
  await answered(page);
  await look(page, "conversation");
  await answers(page).last().getByRole("button", { name: "Good answer" }).click();
  await expect(page.getByRole("dialog", { name: "What was good?" })).toBeVisible();
  await look(page, "feedback");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Show notes" }).click();
  await page.getByRole("button", { name: "Add a note" }).click();
  await look(page, "a note being written");
  await page.getByRole("textbox", { name: "Note" }).fill("Something to remember");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator("[data-note]")).toBeVisible();
  await look(page, "notes");
  await page.getByRole("button", { name: "Close" }).click();
  await page.goto("/notes");
  await expect(page.locator("[data-note]")).toBeVisible();
  await look(page, "all notes");
  await page.goBack();
  await answered(page);
  await chooseModel(page, "broken:test");
  await ask(page, "Break");
  await expect(page.getByRole("alert").first()).toBeVisible({ timeout: 20_000 });
  await look(page, "failed answer");

  if (isMobile) {
    await page.getByRole("button", { name: "Open conversations" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page, "drawer");
    await page.keyboard.press("Escape");
  }
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
  await look(page, "settings");
  await page.goto("/settings/profile");
  await expect(page.getByLabel("User name")).toBeVisible();
  await look(page, "profile");
  await page.goto("/settings/security");
  await expect(page.getByText("This device")).toBeVisible();
  await look(page, "security");
  await page.getByRole("button", { name: "Log out everywhere", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await look(page, "confirmation");
  await page.keyboard.press("Escape");
  await page.goto("/c/0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10");
  await expect(page.getByRole("heading", { name: "This conversation does not exist" })).toBeVisible();
  await look(page, "conversation that is not there");
});

const SECTIONS = {
  settings: ["presets", "keys", "links", "data", "privacy", "usage"],
  admin: ["overview", "nodes", "models", "limits", "feedback", "jobs"],
  "admin, people": ["users", "roles", "groups"],
  "admin, continued": ["catalogue", "usage", "keys", "audit", "settings"],
};
/** Opens a dialog of a section by its button. */
const DIALOGS: Record<string, string> = {
  "/settings/presets": "New preset",
  "/settings/keys": "Create key",
  "/admin/nodes": "Add node",
  "/admin/models": "Add alias",
  "/admin/catalogue": "New tag",
  "/admin/limits": "Add rule",
  "/admin/roles": "New role",
  "/admin/groups": "New group",
};

for (const [area, sections] of Object.entries(SECTIONS))
  test(`the sections are accessible: ${area} @phone-too`, async ({ page }) => {
    await logIn(page, ADMINISTRATOR);
    for (const name of sections) {
      const section = `/${area.split(",")[0]}/${name}`;
      await page.goto(section);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expect(page.getByTestId("skeleton")).toHaveCount(0);
      await look(page, section);
      const dialog = DIALOGS[section];
      if (!dialog) continue;
      await page.getByRole("button", { name: dialog }).click();
      await page.getByRole("dialog").locator("[type=submit]").click();
      await look(page, `${section}, ${dialog}, with errors`);
      await page.keyboard.press("Escape");
    }
  });

test("nothing is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const expectFits = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.goto("/register");
  await expectFits();
  await signUp(page);
  await expectFits();
  await chooseModel(page, "showcase:test");
  await ask(page, `Show ${"averyveryverylongword".repeat(12)}`);
  await answered(page);
  await expectFits();
  await expect(composer(page)).toBeInViewport();
  await page.goto("/settings");
  await expectFits();
});
