import { startHost } from "./host";
import { look } from "./look";
import { expect, signUp, test } from "./people";

// A host of its own: what is set here everybody sees.
let host: Awaited<ReturnType<typeof startHost>>;
test.beforeAll(async () => {
  host = await startHost();
});
test.afterAll(() => host.stop());

test("an administrator changes a setting, everybody reads the banner, and it goes again", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: host.url, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await signUp(page);
  await page.goto("/admin/settings");
  await page.getByLabel("Text", { exact: true }).fill("Maintenance tonight from 22:00.");
  await page.getByLabel("Tone").selectOption("Warning");
  await page.getByLabel("Days in the trash").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A whole number from 1 to 3650.", { exact: true })).toBeVisible();
  await page.getByLabel("Days in the trash").fill("45");
  await look(page, "server settings, changed");
  await page.getByRole("button", { name: "Save" }).click();
  const banner = page.getByRole("status").filter({ hasText: "Maintenance tonight" });
  await expect(banner).toBeVisible();
  await look(page, "server settings");

  const elsewhere = await browser.newContext({ baseURL: host.url, viewport: { width: 390, height: 844 } });
  const stranger = await elsewhere.newPage();
  await stranger.goto("/login");
  await expect(stranger.getByRole("status").filter({ hasText: "Maintenance tonight" })).toBeVisible();
  await look(stranger, "log in, with a banner");
  await elsewhere.close();

  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, "server settings");
  for (const back of ["Back to nothing", "Back to Notice", "Back to 30"])
    await page.getByRole("button", { name: back, exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(banner).toHaveCount(0);
  await expect(page.getByLabel("Days in the trash")).toHaveValue("30");
  await context.close();
});
