import { look } from "./look";
import { ADMINISTRATOR, composer, expect, logIn, PASSWORD, signUp, test } from "./people";

test("somebody deletes the account, logs in and brings it back @phone-too", async ({ page }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog.getByRole("link", { name: "To the export" })).toBeVisible();
  await look(page, "delete account");
  await dialog.getByLabel("Current password").fill("not the password at all");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(dialog.getByText("This is not your current password.")).toBeVisible();
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole("status").getByText(/^Your account was deleted\. Until /)).toBeVisible();
  await look(page, "login after deletion");

  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { name: "Account deleted" })).toBeVisible();
  await look(page, "account deleted");
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(composer(page)).toBeVisible();
  await page.goto("/settings/security");
  await expect(page.getByRole("button", { name: "Delete account…" })).toBeVisible();
});

test("an administrator deletes an account, brings it back and removes it at once", async ({ page, browser }) => {
  const owner = await (await browser.newContext()).newPage();
  const { name } = await signUp(owner);
  await owner.context().close();
  await logIn(page, ADMINISTRATOR);
  await page.goto(`/admin/users?text=${name}`);
  const row = page
    .getByRole("list", { name: "Users" })
    .getByRole("listitem")
    .filter({ hasText: `${name}@` });
  const choose = async (entry: string) => {
    await row.getByRole("button", { name: `Actions for ${name}` }).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });

  await choose("Delete");
  await expect(dialog.getByRole("radio", { name: /^In 14 days/ })).toBeChecked();
  await look(page, "users, delete");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(row).toContainText("Gone on ");
  await page.getByLabel("State", { exact: true }).selectOption("Being deleted");
  await expect(row).toContainText("Gone on ");
  await look(page, "users, being deleted");
  await choose("Bring back");
  await page.getByRole("alertdialog").getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.goto(`/admin/users?text=${name}`);
  await expect(row).not.toContainText("Gone on ");

  await choose("Delete");
  await dialog.getByRole("radio", { name: /^At once/ }).check();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Nobody matches").or(row)).toBeVisible();
    expect(await row.count()).toBe(0);
  }).toPass();
});
