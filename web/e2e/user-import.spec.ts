import { look } from "./look";
import { ADMINISTRATOR, expect, logIn, test } from "./people";

test("a table is tried, looked at, and makes accounts whose links are downloaded @phone-too", async ({ page }) => {
  const name = `table${Date.now().toString(36)}`;
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/users");
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Accounts from a table" });
  const file = dialog.getByLabel("CSV file", { exact: true });
  const csv = (text: string) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

  await file.setInputFiles(csv("who,where\n"));
  await expect(dialog.getByText("There is no column 'who'.")).toBeVisible();
  await file.setInputFiles(
    csv(`userName,email,name,roles\n${name},${name}@example.org,Grace Hopper,User\nx,nowhere,,\n`),
  );
  await expect(dialog.getByText("Accounts that would be made: 1. Lines that are wrong: 1.")).toBeVisible();
  await expect(dialog.getByRole("listitem").first()).toContainText("A user name has 2 to 64 letters");
  await look(page, "users, import");

  await dialog.getByRole("button", { name: "Make 1 account" }).click();
  await expect(dialog.getByText("Accounts made: 1. Lines that failed: 1.")).toBeVisible();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download the links" }).click();
  const content = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toMatch(new RegExp(`${name}@example.org,Grace Hopper,User,,http.+/reset#`));
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByLabel("Search", { exact: true }).fill(name);
  await expect(page.getByRole("list", { name: "Users" }).getByRole("listitem")).toHaveCount(1);
});
