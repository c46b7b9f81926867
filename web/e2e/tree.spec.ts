import type { Page } from "@playwright/test";
import { look } from "./look";
import { answered, answers, ask, chooseModel, composer, expect, questions, signUp, test } from "./people";

const versions = (page: Page) => page.getByRole("group", { name: "Versions" });

async function openMenu(message: ReturnType<typeof answers>) {
  await message.hover();
  await message.getByRole("button", { name: "More actions" }).click();
}

async function editLast(page: Page, text: string) {
  await questions(page).last().hover();
  await questions(page).last().getByRole("button", { name: "Edit and ask again" }).click();
  await page.getByRole("textbox", { name: "Your question in other words" }).fill(text);
}

test("a question is asked in other words, and both versions stay @phone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "First words");
  await answered(page);

  await editLast(page, "Other words");
  await look(page, "tree, edit-question");
  await page.getByRole("textbox", { name: "Your question in other words" }).press("Enter");
  await expect(questions(page).last()).toContainText("Other words");
  await answered(page);
  await expect(answers(page).last()).toContainText("Other words");
  await expect(versions(page)).toContainText("2 / 2");
  await expect(composer(page)).toHaveValue("");

  await versions(page).getByRole("button", { name: "Previous version" }).click();
  await expect(questions(page).last()).toContainText("First words");
  await expect(answers(page).last()).toContainText("First words");
  await expect(versions(page)).toContainText("1 / 2");
  await look(page, "tree, versions");
  await page.reload();
  await expect(questions(page).last()).toContainText("First words");
  await versions(page).getByRole("button", { name: "Next version" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(questions(page).last()).toContainText("Other words");
  await expect(versions(page).getByRole("button", { name: "Next version" })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(questions(page).last()).toContainText("First words");
});

test("the keyboard edits the last question and goes through the versions", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "By hand");
  await answered(page);

  await page.keyboard.press("Control+Shift+E");
  const editor = page.getByRole("textbox", { name: "Your question in other words" });
  await expect(editor).toBeFocused();
  await editor.press("Escape");
  await expect(editor).toHaveCount(0);
  await page.keyboard.press("Control+Shift+E");
  await editor.fill("By key");
  await editor.press("Enter");
  await answered(page);
  await expect(versions(page)).toContainText("2 / 2");
  await page.keyboard.press("Alt+Shift+ArrowLeft");
  await expect(questions(page).last()).toContainText("By hand");
  await page.keyboard.press("Alt+Shift+ArrowRight");
  await expect(questions(page).last()).toContainText("By key");
});

test("an answer is made again by another model, and the two are compared", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Who answers?");
  await answered(page);

  await openMenu(answers(page).last());
  await look(page, "tree, message-menu");
  await page.getByRole("menuitem", { name: "Regenerate with" }).hover();
  await page.getByRole("menuitem", { name: "long:test" }).click();
  await answered(page);
  await expect(answers(page).last()).toContainText("A paragraph of some length.");
  await expect(versions(page)).toContainText("2 / 2");

  await openMenu(answers(page).last());
  await page.getByRole("menuitem", { name: "Compare versions side by side" }).click();
  await expect(page.getByRole("region", { name: "Answer of echo:test" })).toContainText("Who answers?");
  await expect(page.getByRole("region", { name: "Answer of long:test" })).toContainText("A paragraph");
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(versions(page)).toContainText("2 / 2");
});

test("an answer that broke off goes on in its place", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "flaky:test");
  await ask(page, "Break and go on");
  await expect(page.getByRole("alert").first()).toBeVisible();

  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await answered(page);
  await expect(answers(page)).toHaveCount(1);
  await expect(answers(page).last()).toContainText("It begins It works again.");
});

test("a stopped answer goes on too @phone-too", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "slow:test");
  await ask(page, "Count");
  await expect(answers(page).last()).toContainText("word3");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");

  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(answers(page).last()).toHaveAttribute("data-status", "complete", { timeout: 30_000 });
  await expect(answers(page).last()).toContainText("word120");
});

test("an answer is edited in place, a copy made from it, and it is deleted", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "One");
  await answered(page);
  await ask(page, "Two");
  await answered(page);

  await openMenu(answers(page).first());
  await page.getByRole("menuitem", { name: "Edit answer" }).click();
  await page.getByRole("textbox", { name: "Text of the message" }).fill("Uno, corrected");
  await look(page, "tree, edit-answer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(answers(page).first()).toContainText("Uno, corrected");
  await expect(answers(page).first()).toContainText("edited");

  const original = page.url();
  await openMenu(answers(page).first());
  await page.getByRole("menuitem", { name: "Fork from here" }).click();
  await expect(page).not.toHaveURL(original);
  await expect(answers(page)).toHaveCount(1);
  await expect(answers(page).first()).toContainText("Uno, corrected");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ork");

  await page.goto(original);
  await expect(answers(page)).toHaveCount(2);
  await openMenu(questions(page).last());
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await look(page, "tree, delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(answers(page)).toHaveCount(1);
  await expect(questions(page)).toHaveCount(1);
  await page.reload();
  await expect(answers(page)).toHaveCount(1);
});

test("a deleted message is brought back with what followed, in both windows @phone-too", async ({ page, context }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Stays here");
  await answered(page);
  await ask(page, "Goes and comes back");
  await answered(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(answers(other)).toHaveCount(2);

  await openMenu(questions(page).last());
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(answers(page)).toHaveCount(1);
  await expect(answers(other)).toHaveCount(1);
  await page.screenshot({ path: "test-results/screens/tree-message-deleted.png" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(answers(page)).toHaveCount(2);
  await expect(answers(other)).toHaveCount(2);
  await expect(answers(other).last()).toContainText("Goes and comes back");
  await page.reload();
  await expect(answers(page)).toHaveCount(2);
});

test("the composer stops whichever of several still answers", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await page.getByRole("button", { name: "Ask several models" }).click();
  await page.getByRole("menuitemcheckbox", { name: "echo:test" }).click();
  await page.getByRole("menuitemcheckbox", { name: "slow:test" }).click();
  const menu = page.getByRole("menu");
  await menu.press("Escape");
  await expect(menu).toHaveCount(0);
  await ask(page, "Who is first?");

  const slow = page.getByRole("region", { name: "Answer of slow:test" });
  await expect(page.getByRole("region", { name: "Answer of echo:test" })).toHaveAttribute("data-status", "complete");
  await expect(slow).toContainText("word3");
  await page.getByRole("button", { name: "Stop", exact: true }).last().click();
  await expect(slow).toHaveAttribute("data-status", "stopped");
});

test("several models answer side by side and one answer is kept @phone", async ({ page, isMobile }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await page.getByRole("button", { name: "Ask several models" }).click();
  await page.getByRole("menuitemcheckbox", { name: "long:test" }).click();
  await page.getByRole("menuitemcheckbox", { name: "showcase:test" }).click();
  await look(page, "tree, several");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "2 models answer the next question" })).toBeVisible();
  await ask(page, "Side by side?");

  const long = page.getByRole("region", { name: "Answer of long:test" });
  const showcase = page.getByRole("region", { name: "Answer of showcase:test" });
  await expect(long).toHaveAttribute("data-status", "complete", { timeout: 20_000 });
  await expect(showcase).toHaveAttribute("data-status", "complete", { timeout: 30_000 });
  await expect(showcase.getByRole("heading", { name: "Memory" })).toBeAttached();
  if (isMobile) {
    await page.getByRole("button", { name: "showcase:test", pressed: false }).click();
    await expect(page.getByRole("button", { name: "showcase:test", pressed: true })).toBeVisible();
  }
  await look(page, "tree, compare");
  await showcase.getByRole("button", { name: "Keep this answer" }).click();
  await expect(page.getByRole("region", { name: "Answers side by side" })).toHaveCount(0);
  await expect(answers(page).last()).toContainText("Three things decide");
  await expect(versions(page)).toContainText("2 / 2");
  await page.reload();
  await expect(answers(page).last()).toContainText("Three things decide");
});
