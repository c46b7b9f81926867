import { look } from "./look";
import { answered, answers, ask, chooseModel, composer, expect, questions, sidebar, signUp, test } from "./people";

test("a temporary chat says that it is one, remembers on the page, and is gone with a warning @phone-too", async ({
  page,
  isMobile,
}) => {
  await signUp(page);
  await page.getByRole("link", { name: "Temporary chat" }).click();
  await expect(page.getByText("Not stored")).toBeVisible();
  await expect(page.getByText("Nothing of this chat is stored")).toBeVisible();
  await chooseModel(page, "echo:test");
  await ask(page, "Off the record");
  await answered(page);
  await ask(page, "Still there?");
  await answered(page);
  await expect(answers(page)).toHaveCount(2);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("Still there?");
  await look(page, "temporary chat");

  await page.keyboard.press("Control+Shift+O");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(questions(page)).toHaveCount(2);
  await page.keyboard.press("Control+Shift+O");
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave" }).click();
  await expect(page.getByText("What is on your mind?")).toBeVisible();
  if (!isMobile) await expect(sidebar(page).getByRole("link")).toHaveCount(0);
  await page.goBack();
  await expect(questions(page)).toHaveCount(0);
});

test("stopping a temporary answer keeps what is there on the page", async ({ page }) => {
  await signUp(page);
  await page.goto("/temporary");
  await chooseModel(page, "slow:test");
  await ask(page, "Count in private");
  await expect(answers(page).last()).toContainText("word4");
  await page.getByRole("button", { name: "Stop" }).click();

  await expect(answers(page).last()).toHaveAttribute("data-status", "stopped");
  await expect(answers(page).last()).toContainText("word4");
  await expect(composer(page)).toBeEnabled();
  // The browser asks before it loads the page again.
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(questions(page)).toHaveCount(0);
});
