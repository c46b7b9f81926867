import {
  answered,
  ask,
  chooseModel,
  composer,
  expect,
  listen,
  logIn,
  PASSWORD,
  questions,
  sidebar,
  signUp,
  test,
} from "./people";

test("two tabs share one session and show the same", async ({ page, context, complaints }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  const other = await context.newPage();
  listen(other, complaints);
  await other.goto("/");
  await expect(composer(other)).toBeVisible();
  // Both refresh at the same time; neither may lose the session.
  await Promise.all([page.reload(), other.reload()]);
  await expect(composer(page)).toBeVisible();
  await expect(composer(other)).toBeVisible();

  await ask(page, "Seen in both tabs");
  await answered(page);
  await sidebar(other).getByRole("link").first().click();
  await expect(questions(other).last()).toContainText("Seen in both tabs");
  await ask(page, "And this too");
  await expect(questions(other).last()).toContainText("And this too");
  await answered(other);

  await composer(other).fill("Typed before the other tab logged out");
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(other).toHaveURL(/\/login/);

  // Somebody else signs in at this browser: what was in the memory of the page that stood open is gone.
  await other.evaluate(() => Object.assign(window, { memory: "of the one before" }));
  await signUp(page);
  await expect(other).not.toHaveURL(/\/login/);
  await expect.poll(() => other.evaluate(() => "memory" in window).catch(() => true)).toBe(false);
});

test("a session that ended elsewhere asks to log in and loses nothing", async ({ page, browser, baseURL }) => {
  const { name } = await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Before");
  await answered(page);
  const address = page.url();
  await composer(page).fill("Typed while logged out");

  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const phone = await elsewhere.newPage();
  await logIn(phone, name);
  await phone.goto("/settings/security");
  await phone.getByRole("button", { name: "Log out everywhere", exact: true }).click();
  await phone.getByRole("alertdialog").getByRole("button", { name: "Log out everywhere" }).click();
  await expect(phone).toHaveURL(/\/login/);
  await elsewhere.close();

  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(address);
  await expect(composer(page)).toHaveValue("Typed while logged out");
  await answered(page);
  await expect(page.getByRole("combobox", { name: "Model" })).toContainText("echo:test");
  await composer(page).press("Enter");
  await expect(questions(page).last()).toContainText("Typed while logged out");
});

test("wrong entries are shown at their fields and nothing is emptied", async ({ page }) => {
  await page.goto("/register");
  await page.getByLabel("User name").fill("ada");
  await page.getByLabel("E-mail").fill("not an address");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("This does not look like an e-mail address.")).toBeVisible();
  await expect(page.getByText("7 more characters needed.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Password", { exact: true }).fill("passwordpassword");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");

  await page.goto("/login");
  await page.getByLabel("User name or e-mail").fill("nobody-at-all");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("User name or e-mail")).toHaveValue("nobody-at-all");
});

test("the user name can be changed", async ({ page }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/profile");
  await page.getByLabel("User name").fill(`${name}x`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Saved" })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("User name")).toHaveValue(`${name}x`);
});
