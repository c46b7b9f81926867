import type { Page } from "@playwright/test";
import { startHost } from "./host";
import { look } from "./look";
import { startProvider } from "./oidc";
import { composer, expect, PASSWORD, signUp, test } from "./people";

// A host of its own: its log-in page offers the provider to everybody.
let provider: Awaited<ReturnType<typeof startProvider>>;
let host: Awaited<ReturnType<typeof startHost>>;
test.beforeAll(async () => {
  provider = await startProvider();
  host = await startHost({ "Outgoing:PrivateTargets": new URL(provider.issuer).host });
});
test.afterAll(async () => {
  await host.stop();
  provider.stop();
});

async function throughProvider(page: Page, account: string) {
  await page.locator("input[name=login]").fill(account);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("an administrator sets up a provider, somebody logs in there, and an account is linked to it", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const keeper = await browser.newContext({ baseURL: host.url, viewport: { width: 1280, height: 800 } });
  const admin = await keeper.newPage();
  await signUp(admin);
  await admin.goto("/admin/sso");
  await expect(admin.getByText("No provider yet")).toBeVisible();
  await admin.getByRole("button", { name: "Add provider" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Staff");
  await dialog.getByLabel("Issuer", { exact: true }).fill(provider.issuer);
  await dialog.getByLabel("Client ID").fill("later");
  await dialog.getByLabel("People without an account").selectOption("Get one");
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await dialog.getByLabel("Value", { exact: true }).fill("chat-admins");
  await look(admin, "login provider, dialog");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toBeHidden();
  const redirect = (await admin.locator("code").filter({ hasText: "/callback" }).textContent()) ?? "";
  const client = await provider.register(redirect);
  await admin.getByRole("button", { name: "Edit: Staff" }).click();
  await dialog.getByLabel("Client ID").fill(client.client_id);
  await dialog.getByLabel("Client secret", { exact: true }).fill(client.client_secret);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await admin.getByRole("button", { name: "Test", exact: true }).click();
  await expect(admin.getByText("It answers, and has", { exact: false })).toBeVisible();
  await look(admin, "login providers");

  const elsewhere = await browser.newContext({ baseURL: host.url, viewport: { width: 390, height: 844 } });
  const person = await elsewhere.newPage();
  await person.goto("/settings/security");
  await expect(person.getByRole("link", { name: "Log in with Staff" })).toBeVisible();
  await look(person, "log in, with a provider");
  await person.getByRole("link", { name: "Log in with Staff" }).click();
  await throughProvider(person, "grace");
  await expect(person.getByRole("heading", { name: "Linked logins" })).toBeVisible();
  await expect(person.getByText("grace@example.net").first()).toBeVisible();
  await look(person, "linked logins, no password");
  await person.getByRole("button", { name: "Remove: Staff" }).click();
  await person.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(person.getByRole("alert")).toContainText("Nothing else lets you into this account");
  await person.reload();
  await expect(person.getByRole("heading", { name: "Linked logins" })).toBeVisible();
  await elsewhere.close();

  // The administrator's own account, which has a password.
  await admin.goto("/settings/security");
  await admin.getByRole("button", { name: "Link Staff" }).click();
  await dialog.getByLabel("Current password", { exact: true }).fill(PASSWORD);
  await look(admin, "linked logins, proof");
  await dialog.getByRole("button", { name: "Go there" }).click();
  await throughProvider(admin, "hopper");
  await expect(admin.getByText("hopper@example.net").first()).toBeVisible();
  await look(admin, "linked logins");
  await keeper.close();
});

test("who cancels there, or comes with an answer of another browser, is told so", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: host.url, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto("/sso#provider=01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10&state=not-of-this-browser&code=x");
  await expect(page.getByRole("alert")).toContainText("begun in another browser");
  expect(page.url()).toBe(`${host.url}/sso`);
  await look(page, "log in elsewhere, refused");
  await page
    .getByRole("link", { name: "Back to log in" })
    .or(page.getByRole("link", { name: /log in/i }))
    .first()
    .click();
  await expect(page.getByLabel("User name or e-mail")).toBeVisible();
  await expect(composer(page)).toBeHidden();
  await context.close();
});
