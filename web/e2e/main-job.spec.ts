import { answered, answers, ask, composer, expect, PASSWORD, sidebar, signUp, test } from "./people";

test("sign up, ask, read the streamed answer, find it again, log out, log in @phone", async ({ page, isMobile }) => {
  const { name } = await signUp(page);
  await expect(
    page
      .getByText("You are talking to the demo model")
      .or(page.getByRole("combobox", { name: "Model" }))
      .first(),
  ).toBeVisible();
  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option").filter({ hasText: "Demo" }).first().click();

  await ask(page, "What is OllamaNet?");
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
  await answered(page);
  const answer = (await answers(page).last().locator(".prose-chat").innerText()).trim();
  expect(answer.length).toBeGreaterThan(10);

  await page.reload();
  await expect(answers(page).last().locator(".prose-chat")).toHaveText(answer, { useInnerText: true });

  if (isMobile) await page.getByRole("button", { name: "Open conversations" }).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(1);
  await page.getByRole("button", { name: `Account: ${name}` }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/login/);

  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeVisible();
  if (isMobile) await page.getByRole("button", { name: "Open conversations" }).click();
  await sidebar(page).getByRole("link").first().click();
  await expect(answers(page).last().locator(".prose-chat")).toHaveText(answer, { useInnerText: true });
});
