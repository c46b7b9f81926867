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
  await look(page, "overview");
  await page.getByLabel("Period").selectOption("Last 30 days");
  await expect(models.getByRole("rowheader", { name: "echo:test" })).toBeVisible();
});
