import { look } from "./look";
import { ADMINISTRATOR, answered, ask, chooseModel, expect, logIn, test } from "./people";

test("an administrator sees what goes on @phone-too", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await chooseModel(page, "echo:test");
  await ask(page, "Is anybody there?");
  await answered(page);

  await page.goto("/admin");
  await expect(page).toHaveURL(/\/admin\/overview$/);
  const models = page.getByRole("region", { name: "Figures by model" }).getByRole("table");
  await expect
    .poll(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { name: "Overview", level: 2 })).toBeVisible();
      return models.getByRole("rowheader", { name: "echo:test" }).count();
    })
    .toBe(1);
  await expect(page.getByRole("img", { name: "Requests over time" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "simulator" })).toContainText("Reachable");
  const database = page
    .getByRole("region", { name: "Dependencies" })
    .getByRole("listitem")
    .filter({ hasText: "Database" });
  await expect(database).toContainText("Works");
  await expect(page.getByRole("region", { name: "Storage" })).toContainText("chat");
  await look(page, "overview");

  await page.getByLabel("Period").selectOption("Last 30 days");
  await page.getByLabel("Figure").selectOption("Tokens");
  await expect(page.getByRole("img", { name: "Tokens over time" })).toBeVisible();
  await expect(models.getByRole("rowheader", { name: "echo:test" })).toBeVisible();
  await models.getByRole("button", { name: "First token" }).click();
  await expect(models.getByRole("columnheader", { name: "First token" })).toHaveAttribute("aria-sort", "descending");
  await page.getByLabel("By", { exact: true }).selectOption("User");
  await expect(page.getByRole("region", { name: "Figures by user" })).toContainText(ADMINISTRATOR);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("usage-user-month.csv");
});

test("an administrator sets what a model costs and sees what the month came to", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/overview");
  await page.getByRole("button", { name: "Prices" }).click();
  const dialog = page.getByRole("dialog", { name: "Prices" });
  await dialog.getByLabel("Model").fill("a-model-with-a-price:1b");
  await dialog.getByRole("button", { name: "Set price" }).click();
  await expect(dialog.getByText("An amount, such as 0.15.")).toHaveCount(2);
  await dialog.getByLabel("Prompt").fill("0,15");
  await dialog.getByLabel("Answer").fill("0.6");
  await dialog.getByRole("button", { name: "Set price" }).click();
  const price = dialog.getByRole("listitem").filter({ hasText: "a-model-with-a-price:1b" });
  await expect(price).toContainText("€0.15 · €0.60");
  await look(page, "prices");

  await price.getByRole("button", { name: "Delete the price of a-model-with-a-price:1b" }).click();
  await expect(price).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Cost of this month" })).toContainText("no budget is set");
});
