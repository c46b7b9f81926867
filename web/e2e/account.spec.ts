import { look } from "./look";
import { composer, expect, logIn, PASSWORD, signUp, test } from "./people";

test("another device is logged out, and a new password logs out the rest", async ({ page, browser, baseURL }) => {
  const { name } = await signUp(page);
  const context = await browser.newContext({ baseURL: baseURL as string });
  const elsewhere = await context.newPage();
  await logIn(elsewhere, name);

  await page.goto("/settings/security");
  const rows = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Log out: / }) });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await look(page, "security with two devices");
  await rows.last().getByRole("button").click();
  await expect(rows).toHaveCount(1);
  await expect(elsewhere).toHaveURL(/\/login/);

  await logIn(elsewhere, name);
  const form = page.getByRole("form", { name: "Password" });
  await form.getByLabel("Current password").fill("not the password at all");
  await form.getByLabel("New password").fill("short");
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("7 more characters needed.")).toBeVisible();
  await form.getByLabel("New password").fill("seven quiet rivers run north");
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("This is not your current password.")).toBeVisible();
  await look(page, "password refused");
  await form.getByLabel("Current password").fill(PASSWORD);
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("Your password was changed.")).toBeVisible();
  await expect(elsewhere).toHaveURL(/\/login/);
  await context.close();

  await page.goto("/");
  await expect(composer(page)).toBeVisible();
});
