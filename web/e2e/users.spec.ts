import { look } from "./look";
import { ADMINISTRATOR, composer, expect, logIn, PASSWORD, test } from "./people";

test("an administrator makes an account, its owner sets the password, is raised and shut out @phone-too", async ({
  page,
  browser,
  isMobile,
}) => {
  const name = `grace-${isMobile ? "phone" : "wide"}`;
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/users");
  const list = page.getByRole("list", { name: "Users" });
  await expect(list.getByRole("listitem").first()).toBeVisible();

  await page.getByRole("button", { name: "Create account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill(name);
  await dialog.getByLabel("E-mail").fill(`${name}@example.org`);
  await dialog.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await look(page, "users, create");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  expect(link).toMatch(/\/reset#.+/);
  await dialog.getByRole("button", { name: "Done" }).click();

  const owner = await (await browser.newContext()).newPage();
  await owner.goto(link);
  await owner.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await owner.getByRole("button", { name: "Set password" }).click();
  await owner.getByRole("status").getByRole("link", { name: "Log in" }).click();
  await owner.getByLabel("User name or e-mail").fill(name);
  await owner.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await owner.getByRole("button", { name: "Log in" }).click();
  await expect(composer(owner)).toBeVisible();

  await page.getByLabel("Search", { exact: true }).fill(name);
  await expect(page).toHaveURL(new RegExp(`text=${name}`));
  await expect(list.getByRole("listitem")).toHaveCount(1);
  const row = list.getByRole("listitem").filter({ hasText: `${name}@` });
  const choose = async (entry: string) => {
    await row.getByRole("button", { name: `Actions for ${name}` }).click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  const confirm = (action: string) => page.getByRole("alertdialog").getByRole("button", { name: action }).click();

  await choose("Make administrator");
  await confirm("Make administrator");
  await expect(row).toContainText("Administrator");
  await owner.goto("/admin/users");
  await expect(owner.getByRole("list", { name: "Users" })).toBeVisible();

  await choose("Take administration away");
  await confirm("Take administration away");
  await expect(row).not.toContainText("Administrator");
  await choose("Disable");
  await confirm("Disable");
  await expect(row).toContainText("Disabled");
  await owner.goto("/");
  await expect(owner.getByLabel("User name or e-mail")).toBeVisible();
  await owner.getByLabel("User name or e-mail").fill(name);
  await owner.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await owner.getByRole("button", { name: "Log in" }).click();
  await expect(owner.getByText("This account is disabled. Ask an administrator.")).toBeVisible();
  await owner.context().close();

  await page.getByLabel("State", { exact: true }).selectOption("Disabled");
  await expect(page).toHaveURL(/state=disabled/);
  await page.reload();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await choose("Enable");
  await confirm("Enable");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/admin\/users$/);
  await page.getByLabel("Search", { exact: true }).fill(name);
  await expect(row).toBeVisible();
  await look(page, "users");
});
