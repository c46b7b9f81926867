import { readFile } from "node:fs/promises";
import { look } from "./look";
import { ADMINISTRATOR, expect, logIn, test, tokenOf } from "./people";

test("an administrator finds who did what, and takes it along @phone-too", async ({ page, isMobile }) => {
  await logIn(page, ADMINISTRATOR);
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const name = `desk-${isMobile ? "phone" : "wide"}`;
  const made = await page.request.post("/api/v1/keys", { headers, data: { name, scopes: ["models.use"] } });
  const { id } = await made.json();
  await page.request.patch(`/api/v1/keys/${id}`, { headers, data: { name: `${name}-2` } });

  await page.goto("/admin/audit");
  const log = page.getByRole("list", { name: "Audit log" });
  await page.getByLabel("Action", { exact: true }).selectOption("API keys");
  await expect(page).toHaveURL(/action=key/);
  await expect(log.getByRole("button", { name: "API key changed" }).first()).toBeVisible();
  await page.getByLabel("Search", { exact: true }).fill(name);
  await expect(log.getByRole("button")).toHaveCount(2);
  await look(page, "audit log, filtered");

  await log.getByRole("button", { name: "API key changed" }).click();
  const entry = page.getByRole("dialog", { name: "API key changed" });
  await expect(entry).toContainText("key.changed");
  await expect(entry.getByRole("listitem")).toHaveText([new RegExp(`${name}.*${name}-2`)]);
  await look(page, "audit log, an entry");
  await entry.getByRole("button", { name: "Same thing" }).click();
  await expect(page).toHaveURL(new RegExp(`text=${id}`));
  await expect(log.getByRole("button")).toHaveCount(2);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const path = await (await saved).path();
  expect((await readFile(path, "utf8")).split("\r\n").filter(Boolean)).toHaveLength(3);

  await page.reload();
  await expect(page.getByLabel("Search", { exact: true })).toHaveValue(id);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(log.getByRole("button", { name: "Log in" }).first()).toBeVisible();
});
