import {
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  questions,
  sidebar,
  signUp,
  test,
  tokenOf,
} from "./people";

test("a conversation gets a title, is renamed, deleted and brought back @phone", async ({ page, isMobile }) => {
  const openList = async () => {
    if (isMobile) await page.getByRole("button", { name: "Open conversations" }).click();
  };
  const list = () => sidebar(page);
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Name me");
  await answered(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A simulated title", { timeout: 40_000 });

  await openList();
  await list().getByRole("link", { name: "A simulated title" }).focus();
  await list().getByRole("button", { name: "Actions for A simulated title" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  const field = list().getByRole("textbox", { name: "Title" });
  await expect(field).toBeFocused();
  await field.fill("Lisbon in May");
  await field.press("Enter");
  await expect(list().getByRole("link", { name: "Lisbon in May" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Lisbon in May");

  await openList();
  await list().getByRole("button", { name: "Actions for Lisbon in May" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("What is on your mind?")).toBeAttached();
  await expect(page.getByRole("link", { name: "Lisbon in May" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Lisbon in May" })).toBeAttached();
});

test("what was typed survives a reload and a walk through other conversations", async ({ page }) => {
  await signUp(page);
  await composer(page).fill("A thought for later");
  await page.reload();
  await expect(composer(page)).toHaveValue("A thought for later");

  await chooseModel(page, "echo:test");
  await composer(page).press("Enter");
  await answered(page);
  await composer(page).fill("Half a follow-up");
  await page.keyboard.press("Control+Shift+O");
  await expect(composer(page)).toHaveValue("");
  await sidebar(page).getByRole("link").first().click();
  await expect(composer(page)).toHaveValue("Half a follow-up");
});

test("a long conversation is read in pages, and reading is not disturbed by an answer", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "long:test");
  await ask(page, "Question 1");
  await answered(page);
  const id = page.url().split("/").at(-1);
  // The rest by the API, as another device would.
  const token = await tokenOf(page);
  for (let n = 2; n <= 40; n++) {
    const response = await page.request.post(`/api/v1/conversations/${id}/messages`, {
      headers: { authorization: `Bearer ${token}` },
      data: { message: `Question ${n}`, model: "long:test" },
    });
    expect(response.status()).toBe(200);
    await response.body();
  }
  await page.reload();
  const thread = page.getByTestId("thread");
  const fromEnd = () => thread.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  await expect(answers(page).last()).toContainText("Answer to Question 40");
  expect(await fromEnd()).toBeLessThan(80);
  expect(await page.getByRole("article").count()).toBeLessThan(30);

  await chooseModel(page, "slow:test");
  await ask(page, "Count while I read");
  await expect(answers(page).last()).toContainText("word5");
  expect(await fromEnd()).toBeLessThan(80);
  await thread.hover();
  await page.mouse.wheel(0, -2_500);
  await page.waitForTimeout(500);
  const view = () =>
    page.getByRole("article").evaluateAll((articles) => {
      const first = articles.find((article) => article.getBoundingClientRect().top > 120);
      return [first?.textContent?.slice(0, 30), Math.round((first?.getBoundingClientRect().top ?? 0) / 4)];
    });
  const before = await view();
  await page.waitForTimeout(1_200);
  expect(await view()).toEqual(before);

  await expect(async () => {
    await page.mouse.wheel(0, -6_000);
    await expect(questions(page).filter({ hasText: /^YouQuestion 1$|^Question 1$/ })).toBeVisible({ timeout: 400 });
  }).toPass({ timeout: 15_000 });
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect.poll(fromEnd).toBeLessThan(80);

  await answered(page);
  await questions(page).last().getByRole("button", { name: "Edit and ask again" }).click();
  const editor = page.getByRole("textbox", { name: "Your question in other words" });
  await editor.fill("Count while I write");
  await thread.hover();
  await expect(async () => {
    await page.mouse.wheel(0, -6_000);
    await expect(questions(page).filter({ hasText: /^YouQuestion 1$|^Question 1$/ })).toBeVisible({ timeout: 400 });
  }).toPass({ timeout: 15_000 });
  await expect(editor).not.toBeInViewport();
  await expect(editor).toBeFocused();
  await page.keyboard.type("!");
  await expect(editor).toBeInViewport();
  await expect(editor).toHaveValue("Count while I write!");
});

test("what is typed while a conversation begins is in its composer, and nothing is lost when it cannot begin", async ({
  page,
}) => {
  await signUp(page);
  await chooseModel(page, "long:test");
  let refuse = true;
  let begin = () => {};
  await page.route("**/api/v1/conversations", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await new Promise<void>((resolve) => {
      begin = resolve;
    });
    if (!refuse) return route.fallback();
    await route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"detail":"Not now."}' });
  });
  await composer(page).fill("The first question");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
  await composer(page).pressSequentially("More");
  begin();
  await expect(page.getByText("Not now.")).toBeVisible();
  await expect(composer(page)).toHaveValue("The first question\n\nMore");

  refuse = false;
  await composer(page).fill("The first question");
  await composer(page).press("Enter");
  await composer(page).pressSequentially("The next one");
  begin();
  await expect(page).toHaveURL(/\/c\//);
  await expect(questions(page)).toContainText("The first question");
  await expect(composer(page)).toHaveValue("The next one");
});

test("a conversation that is not there says so", async ({ page }) => {
  await signUp(page);
  await page.goto("/c/0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10");
  await expect(page.getByRole("heading", { name: "This conversation does not exist" })).toBeVisible();
  await page.getByRole("link", { name: "New chat" }).last().click();
  await expect(composer(page)).toBeVisible();
});
