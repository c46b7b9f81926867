import { ADMINISTRATOR, answered, answers, ask, chooseModel, expect, logIn, signUp, test } from "./people";

test("rate an answer, say why, change it, take it back @phone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "What is good about this?");
  await answered(page);
  const good = answers(page).last().getByRole("button", { name: "Good answer" });
  const bad = answers(page).last().getByRole("button", { name: "Bad answer" });

  await good.click();
  await expect(page.getByRole("dialog", { name: "What was good?" })).toBeVisible();
  await expect(good).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(good).toHaveAttribute("aria-pressed", "true");

  await bad.click();
  const form = page.getByRole("dialog", { name: "What was wrong?" });
  await form.getByRole("button", { name: "Too short" }).click();
  await form.getByRole("textbox", { name: "Comment" }).fill("Say more");
  await form.getByRole("textbox", { name: "Comment" }).press("Control+Enter");
  await expect(form).toBeHidden();
  await expect(bad).toHaveAttribute("aria-pressed", "true");
  await expect(good).toHaveAttribute("aria-pressed", "false");

  await page.reload();
  await bad.click();
  await expect(form.getByRole("button", { name: "Too short" })).toHaveAttribute("aria-pressed", "true");
  await expect(form.getByRole("textbox", { name: "Comment" })).toHaveValue("Say more");
  await expect(form.getByRole("switch", { name: "Let administrators read it" })).not.toBeChecked();
  await form.getByRole("textbox", { name: "Comment" }).fill("Say much more");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await bad.click();
  await expect(form.getByRole("textbox", { name: "Comment" })).toHaveValue("Say much more");
  await form.getByRole("button", { name: "Remove" }).click();
  await expect(bad).toHaveAttribute("aria-pressed", "false");
});

test("an administrator sees numbers, and words only where they are shared", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  const secret = `private ${Date.now()}`;
  const open = `open ${Date.now()}`;
  await ask(page, secret);
  await answered(page);
  await answers(page).last().getByRole("button", { name: "Bad answer" }).click();
  const form = page.getByRole("dialog", { name: "What was wrong?" });
  await form.getByRole("textbox", { name: "Comment" }).fill("a private comment");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toBeHidden();
  await ask(page, open);
  await answered(page);
  await answers(page).last().getByRole("button", { name: "Good answer" }).click();
  const praise = page.getByRole("dialog", { name: "What was good?" });
  await praise.getByRole("button", { name: "Helpful" }).click();
  await praise.getByRole("switch", { name: "Let administrators read it" }).click();
  await praise.getByRole("button", { name: "Save" }).click();
  await expect(praise).toBeHidden();

  await page.context().clearCookies();
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/feedback");
  await expect(page.getByRole("heading", { name: "echo:test" }).first()).toBeVisible();
  await expect(page.getByText("Helpful").first()).toBeVisible();
  await expect(page.getByText(open).first()).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(page.getByText("a private comment")).toHaveCount(0);
});
