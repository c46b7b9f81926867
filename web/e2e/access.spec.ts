import { look } from "./look";
import { tile, withNode } from "./nodes";
import { ADMINISTRATOR, composer, expect, logIn, signUp, test } from "./people";

test("a model that is granted to a group is there for its members and for nobody else @phone-too", async ({
  page,
  browser,
  baseURL,
  isMobile,
}) => {
  const one = isMobile ? "phone" : "wide";
  const [group, model] = [`Research ${one}`, `granted-${one}:test`];
  const member = await (await browser.newContext({ baseURL: baseURL as string })).newPage();
  const other = await (await browser.newContext({ baseURL: baseURL as string })).newPage();
  const { name } = await signUp(member);
  await signUp(other);
  await logIn(page, ADMINISTRATOR);
  const seen = async (who: typeof page) => {
    await who.goto(`/models?q=${model}`);
    return tile(who, model);
  };

  await page.goto("/admin/groups");
  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name", { exact: true }).fill(group);
  await page.getByLabel("Description", { exact: true }).fill("Who tries new models first.");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const members = page.getByRole("dialog", { name: `Members of ${group}` });
  await members.getByLabel("Add somebody").fill(name);
  await members.getByRole("button", { name: `Add ${name}` }).click();
  await expect(members.getByRole("button", { name: `Take ${name} out` })).toBeVisible();
  await look(page, "groups, members");
  await members.getByRole("button", { name: "Done" }).click();
  await expect(members).toBeHidden();
  await expect(page.getByRole("button", { name: `Members: ${group}` })).toHaveText("1 member");
  await look(page, "groups");

  await withNode(page, `granting-${one}`, { [model]: "echo:test" }, async () => {
    await expect(async () => expect(await seen(other)).toBeVisible({ timeout: 1_000 })).toPass();
    await page.goto(`/admin/catalogue?text=${model}`);
    await page.getByRole("button", { name: `Who may use ${model}?` }).click();
    const grants = page.getByRole("dialog", { name: `Who may use ${model}?` });
    await grants.getByLabel("Only who is granted it").check();
    await grants.getByLabel("Find a user or a group").fill(group);
    await grants.getByRole("button", { name: `Add ${group}` }).click();
    await expect(grants.getByLabel(`${group} is`)).toHaveValue("allow");
    await look(page, "catalogue, grants");
    await grants.getByRole("button", { name: "Save" }).click();
    await expect(grants).toBeHidden();

    await expect(await seen(member)).toBeVisible();
    await expect(await seen(other)).toBeHidden();
    await other.goto(`/models/detail?name=${model}`);
    await expect(other.getByRole("heading", { name: model })).toBeHidden();

    await page.getByRole("button", { name: `Who may use ${model}?` }).click();
    await grants.getByRole("radio", { name: /^Everybody/ }).check();
    await grants.getByRole("button", { name: `Take ${group} off the list` }).click();
    await grants.getByRole("button", { name: "Save" }).click();
    await expect(grants).toBeHidden();
    await expect(await seen(other)).toBeVisible();
  });

  await page.goto("/admin/groups");
  await page.getByRole("button", { name: `Delete: ${group}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: `Delete: ${group}` })).toBeHidden();
});

test("an own role opens a part of the administration to who has it, and nothing else", async ({
  page: keeper,
  browser,
  baseURL,
}) => {
  const auditor = await (await browser.newContext({ baseURL: baseURL as string })).newPage();
  const { name } = await signUp(auditor);
  await logIn(keeper, ADMINISTRATOR);

  await keeper.goto("/admin/roles");
  await keeper.getByRole("button", { name: "New role" }).click();
  await keeper.getByLabel("Name", { exact: true }).fill("Auditor");
  await keeper.getByLabel("Read the audit log").check();
  await look(keeper, "roles, create");
  await keeper.getByRole("button", { name: "Create", exact: true }).click();
  const roles = keeper.getByRole("list", { name: "Roles" });
  await expect(roles.getByRole("listitem").filter({ hasText: "Auditor" })).toContainText("Nobody has it");

  await keeper.goto(`/admin/users?text=${name}`);
  await keeper.getByRole("button", { name: `Actions for ${name}` }).click();
  await keeper.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = keeper.getByRole("dialog", { name: `Edit ${name}` });
  await dialog.getByLabel("Auditor").check();
  await look(keeper, "users, roles");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(keeper.getByRole("list", { name: "Users" })).toContainText("Auditor");

  await auditor.goto("/admin");
  await expect(auditor).toHaveURL(/\/admin\/audit/);
  const sections = auditor.getByRole("navigation", { name: "Administration" });
  await expect(sections.getByRole("link")).toHaveCount(1);
  await auditor.goto("/admin/users");
  await expect(auditor.getByRole("heading", { name: "This area is for administrators" })).toBeVisible();

  await keeper.goto("/admin/roles");
  await keeper.getByRole("button", { name: "Delete: Auditor" }).click();
  await keeper.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(roles.getByRole("listitem").filter({ hasText: "Auditor" })).toHaveCount(0);
  await auditor.goto("/admin/audit");
  await expect(auditor.getByRole("heading", { name: "This area is for administrators" })).toBeVisible();
  await auditor.goto("/");
  await expect(composer(auditor)).toBeVisible();
});
