import { look } from "./look";
import { ADMINISTRATOR, composer, expect, logIn, PASSWORD, signUp, test } from "./people";

const OWN = "seven quiet rivers run north";

test("a temporary password is handed out, and replaced before anything else @phone-too", async ({ page, browser }) => {
  const owner = await (await browser.newContext()).newPage();
  const { name } = await signUp(owner);

  await logIn(page, ADMINISTRATOR);
  await page.goto(`/admin/users?text=${name}`);
  const row = page.getByRole("list", { name: "Users" }).getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Set a temporary password" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Set the password" }).click();
  const password = await dialog.getByLabel("Temporary password", { exact: true }).inputValue();
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  await look(page, "users, temporary password");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(row).toContainText("Temporary password");

  await owner.goto("/settings");
  await expect(owner.getByLabel("User name or e-mail")).toBeVisible();
  await owner.getByLabel("User name or e-mail").fill(name);
  await owner.getByLabel("Password", { exact: true }).fill(password);
  await owner.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(owner.getByRole("heading", { name: "Set your own password" })).toBeVisible();
  await look(owner, "log in, own password");
  await owner.getByLabel("New password", { exact: true }).fill(password);
  await owner.getByRole("button", { name: "Set password and log in" }).click();
  await expect(owner.getByText("This is the password that you were given. Choose another.")).toBeVisible();
  await owner.getByLabel("New password", { exact: true }).fill(OWN);
  await owner.getByRole("button", { name: "Set password and log in" }).click();
  await expect(owner.getByLabel("New password", { exact: true })).toBeHidden();
  await owner.goto("/");
  await expect(composer(owner)).toBeVisible();
  await owner.context().close();
});

test("what is dangerous asks again who is there, and goes on afterwards @phone-too", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/keys");
  // As the server answers a quarter of an hour later; the proof itself is real.
  let asked = 0;
  await page.route("**/api/v1/keys", async (route) => {
    if (route.request().method() !== "POST" || asked++ > 0) return route.continue();
    await route.fulfill({
      status: 403,
      contentType: "application/problem+json",
      json: { status: 403, code: "fresh-login-required", detail: "Prove again who you are." },
    });
  });

  await page.getByRole("button", { name: "Create key" }).click();
  const making = page.getByRole("dialog").filter({ has: page.getByLabel("Name", { exact: true }) });
  await making.getByLabel("Name", { exact: true }).fill("laptop");
  await making.getByRole("button", { name: "Create", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Is it you?" });
  await expect(question.getByLabel("Current password", { exact: true })).toBeVisible();
  await look(page, "fresh log-in");

  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(making).toBeVisible();

  asked = 0;
  await making.getByRole("button", { name: "Create", exact: true }).click();
  await question.getByLabel("Current password", { exact: true }).fill("not the right password");
  await question.getByRole("button", { name: "Go on" }).click();
  await expect(question.getByText("This is not your current password.")).toBeVisible();
  await question.getByLabel("Current password", { exact: true }).fill(PASSWORD);
  await question.getByRole("button", { name: "Go on" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("dialog", { name: "Your new key" })).toBeVisible();
});
