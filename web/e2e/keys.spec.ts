import { expect, signUp, test } from "./people";

test("a key is made, works, and is dead once revoked @phone-too", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signUp(page);
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.getByLabel("Name").fill("laptop");
  await page.getByLabel("Requests a minute").fill("50");
  await page.getByRole("button", { name: "Create", exact: true }).click();

  await expect(page.getByRole("dialog", { name: "Your new key" })).toBeVisible();
  await page.getByRole("button", { name: "Copy key" }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^onk_/);
  await expect(page.getByText(`OPENAI_API_KEY=${key}`)).toBeVisible();
  const ask = () => page.request.get("/api/v1/models", { headers: { authorization: `Bearer ${key}` } });
  expect((await ask()).status()).toBe(200);
  const chat = await page.request.post("/v1/chat/completions", {
    headers: { authorization: `Bearer ${key}` },
    data: { model: "echo:test", messages: [{ role: "user", content: "Said with a key" }] },
  });
  expect(await chat.text()).toContain("Said with a key");

  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "laptop" })).toBeVisible();
  await expect(page.getByText("50 requests/min")).toBeVisible();
  expect(await page.content()).not.toContain(key);
  await page.getByRole("button", { name: "Edit: laptop" }).click();
  await page.getByLabel("Name").fill("old laptop");
  await page.getByLabel("Expires").selectOption("week");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "old laptop" })).toBeVisible();
  expect((await ask()).status()).toBe(200);

  await page.getByRole("button", { name: "Revoke: old laptop" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No keys yet")).toBeVisible();
  await expect.poll(async () => (await ask()).status()).toBe(401);
});
