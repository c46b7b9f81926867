import { look } from "./look";
import { act, api, install, installed, job, onlyOn, withNode } from "./nodes";
import { ADMINISTRATOR, chooseModel, expect, logIn, test } from "./people";

test("an administrator installs a model, follows it, and asks it @phone-too", async ({ page, isMobile }) => {
  const [node, model] = isMobile ? ["barn-phone", "barnphone:1b"] : ["barn", "barn:1b"];
  await logIn(page, ADMINISTRATOR);
  await withNode(page, node, {}, async () => {
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
  await withNode(page, "shed", {}, async () => {
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

test("a model is loaded, copied, promoted, taken back, made into another and removed", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await withNode(page, "loft", {}, async () => {
    await page.goto("/admin/jobs");
    await install(page, "loft:1b", "loft");
    await expect(installed(page, "loft:1b")).toContainText("4.7 GB");
    await act(page, "loft:1b", "Load");
    await page.getByRole("dialog").getByRole("button", { name: "Load", exact: true }).click();
    await expect(installed(page, "loft:1b")).toContainText("loft, in memory");
    await act(page, "loft:1b", "Copy");
    await page.getByLabel("Name of the copy").fill("loft:stable");
    await page.getByRole("dialog").getByRole("button", { name: "Copy", exact: true }).click();
    await expect(installed(page, "loft:stable")).toBeVisible();
    await look(page, "models on the nodes");

    for (const model of ["loft:1b", "loft:stable"]) {
      await act(page, model, "Promote");
      const dialog = page.getByRole("dialog", { name: `Promote ${model}` });
      await dialog.getByRole("combobox", { name: "Alias" }).fill("loft-house");
      await dialog.getByRole("button", { name: "Promote", exact: true }).click();
      await expect(dialog).toHaveCount(0);
    }
    await page.goto("/admin/models");
    const alias = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "loft-house" }) });
    await expect(alias).toContainText("loft:stable");
    await page.getByRole("button", { name: "Back to loft:1b: loft-house" }).click();
    await expect(alias).toContainText("loft:1b");

    await page.goto("/admin/jobs");
    await act(page, "loft:stable", "Make a model of it");
    const form = page.getByRole("dialog", { name: "Make a model of loft:stable" });
    await form.getByLabel("Name", { exact: true }).fill("loft:pirate");
    await form.getByLabel("System prompt").fill("You are a pirate.");
    await form.getByLabel("Parameters").fill("temperature");
    await onlyOn(form, "loft");
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await expect(form).toContainText("Each line is a name and a value");
    await look(page, "make a model");
    await form.getByLabel("Parameters").fill("temperature 0.2");
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await expect(installed(page, "loft:pirate")).toBeVisible();

    await act(page, "loft:1b", "Remove");
    const question = page.getByRole("dialog", { name: "Remove: loft:1b" });
    await expect(question).toContainText("Nobody asked it in the last 30 days. Aliases point to it: loft-house.");
    await look(page, "remove a model");
    await question.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(installed(page, "loft:1b")).toHaveCount(0);
    await api(page, "DELETE", "/admin/model-aliases?name=loft-house");
  });
});
