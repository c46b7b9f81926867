import type { Page } from "@playwright/test";
import { look } from "./look";
import { answered, ask, chooseModel, composer, expect, PASSWORD, signUp, test } from "./people";

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("a chosen theme and language are there after the page is loaded again and after a new login", async ({ page }) => {
  const { name } = await signUp(page);
  await chooseModel(page, "echo:test");
  await composer(page).fill("Schon getippt");
  await page.goto("/settings");
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  const root = page.locator("html");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(root).toHaveClass(/dark/);
  const dark = await background(page);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(root).not.toHaveClass(/dark/);
  const light = await background(page);
  expect(light).not.toBe(dark);
  await page.getByText("Dark", { exact: true }).click();
  await expect.poll(() => background(page)).toBe(dark);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await background(page)).toBe(dark);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByText("Light", { exact: true }).click();
  await expect.poll(() => background(page)).toBe(light);
  await page.getByText("System", { exact: true }).click();
  await expect.poll(() => background(page)).toBe(dark);

  await page.getByLabel("Language").selectOption({ label: "Deutsch" });

  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { name: "Darstellung" })).toBeVisible();
  await expect(page.getByLabel("Sprache")).toHaveValue("de");
  await look(page, "settings in German");
  await page.getByText("Dunkel", { exact: true }).click();

  await page.goto("/");
  const message = page.getByRole("textbox", { name: "Nachricht" });
  await expect(message).toHaveValue("Schon getippt");
  await expect(page.getByRole("combobox", { name: "Modell" })).toContainText("echo:test");
  await message.fill("Eine Frage auf Deutsch");
  await message.press("Enter");
  await expect(page.getByRole("article", { name: "Du" })).toContainText("Eine Frage auf Deutsch");
  await expect(page.getByRole("article", { name: "Antwort" })).toHaveAttribute("data-status", "complete", {
    timeout: 20_000,
  });

  await page.goto("/settings/security");
  await page.getByRole("button", { name: /^Abmelden: / }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/login");
  await page.getByLabel("Benutzername oder E-Mail").fill(name);
  await page.getByLabel("Passwort", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(message).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  expect(await background(page)).toBe(dark);
});

test.describe("in a browser that prefers German", () => {
  test.use({ locale: "de-AT" });

  test("the page speaks it unless another language is chosen", async ({ page }) => {
    await page.goto("/login");
    await expect(page.getByRole("heading", { name: "Willkommen zurück" })).toBeVisible();
    await page.getByLabel("Benutzername oder E-Mail").fill("nobody");
    await page.getByLabel("Passwort", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(page.getByText("Name und Passwort gehören nicht zusammen.")).toBeVisible();
    await page.evaluate(() => localStorage.setItem("ollamanet.language", "en"));
    await signUp(page);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await chooseModel(page, "echo:test");
    await ask(page, "In English, please");
    await answered(page);
  });
});
