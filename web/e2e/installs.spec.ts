import type { Page } from "@playwright/test";
import { type Simulator, startEngineSimulator } from "./engine-simulator";
import { look } from "./look";
import { ADMINISTRATOR, chooseModel, expect, logIn, test, tokenOf } from "./people";

let simulator: Simulator;

test.beforeAll(async () => {
  simulator = await startEngineSimulator({});
});
test.afterAll(() => simulator.close());

/** A node of this test alone; what is installed on it no other test sees. */
async function withNode(page: Page, name: string, work: () => Promise<void>) {
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const data = { name, kind: "ollama", url: simulator.url };
  const added = await page.request.post("/api/v1/admin/nodes", { headers, data });
  expect(added.ok(), await added.text()).toBe(true);
  const { id } = (await added.json()) as { id: string };
  try {
    await work();
  } finally {
    await page.request.delete(`/api/v1/admin/nodes/${id}`, { headers });
  }
}

const job = (page: Page, model: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: new RegExp(`^${model} `) }) });

async function install(page: Page, model: string, node: string) {
  await page.getByRole("button", { name: "Install model" }).click();
  const dialog = page.getByRole("dialog", { name: "Install a model" });
  await dialog.getByLabel("Model", { exact: true }).fill(model);
  // Others add nodes at the same time: this one alone.
  for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
  await dialog.getByRole("checkbox", { name: node }).check();
  await dialog.getByRole("button", { name: "Install", exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test("an administrator installs a model, follows it, and asks it @phone-too", async ({ page, isMobile }) => {
  const [node, model] = isMobile ? ["barn-phone", "barnphone:1b"] : ["barn", "barn:1b"];
  await logIn(page, ADMINISTRATOR);
  await withNode(page, node, async () => {
    await page.goto("/admin/jobs");
    await page.getByRole("button", { name: "Install model" }).click();
    const dialog = page.getByRole("dialog", { name: "Install a model" });
    await expect(dialog.getByRole("checkbox", { name: node })).toBeVisible();
    await look(page, "install a model");
    await dialog.getByRole("button", { name: "Install", exact: true }).click();
    await expect(dialog).toContainText("Fill this in.");
    await dialog.getByLabel("Model", { exact: true }).fill("evil.example/a/b");
    await dialog.getByRole("button", { name: "Install", exact: true }).click();
    await expect(dialog).toContainText("may not come from evil.example");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);

    await install(page, model, node);
    await expect(job(page, model)).toContainText("Done");
    await expect(job(page, model)).toContainText("1.9 GB");
    await page.goto("/");
    await chooseModel(page, model);

    await page.goto("/admin/jobs");
    await install(page, model, node);
    await expect(job(page, model).first()).toContainText("A newer version");
    for (let left = 2; left > 0; left--) {
      await job(page, model)
        .first()
        .getByRole("button", { name: `Forget: ${model} on ${node}` })
        .click();
      await expect(job(page, model)).toHaveCount(left - 1);
    }
  });
});

test("what is under way is cancelled and tried again, and what failed says why", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await withNode(page, "shed", async () => {
    await page.goto("/admin/jobs");
    await install(page, "full:1b", "shed");
    await expect(job(page, "full:1b")).toContainText("The disk of shed is full.");
    await install(page, "slow:1b", "shed");
    await expect(job(page, "slow:1b")).toContainText(/of 1.9 GB · .*\/s · .* left/);
    await look(page, "installations");
    await page.getByRole("button", { name: "Cancel: slow:1b on shed" }).click();
    await expect(job(page, "slow:1b")).toContainText("Cancelled");
    await page.getByRole("button", { name: "Try again: slow:1b on shed" }).click();
    await expect(job(page, "slow:1b")).toContainText("Running");
    await page.getByRole("button", { name: "Cancel: slow:1b on shed" }).click();
    await expect(job(page, "slow:1b")).toContainText("Cancelled");
  });
});
