import { ADMINISTRATOR, answered, ask, chooseModel, composer, expect, logIn, signUp, test } from "./people";

const folder = process.env.SCREENS;
const SECTIONS = [
  ...["presets", "keys", "privacy", "usage"].map((section) => `settings/${section}`),
  ...["nodes", "models", "limits", "usage", "feedback", "keys"].map((section) => `admin/${section}`),
];

// Pictures of every screen, for whoever judges the looks.
for (const colorScheme of ["light", "dark"] as const)
  test(`pictures, ${colorScheme} @phone`, async ({ page, isMobile }) => {
    test.setTimeout(90_000);
    const take = async (name: string) => {
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}-${isMobile ? 390 : 1280}-${colorScheme}.png` });
    };
    await page.emulateMedia({ colorScheme });
    await page.goto("/login");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await take("login");
    await page.goto("/register");
    await page.getByRole("button", { name: "Create account" }).click();
    await take("register-errors");
    await signUp(page);
    await expect(page.getByRole("combobox", { name: "Model" })).toBeVisible();
    await take("new-chat");
    await page.getByRole("combobox", { name: "Model" }).click();
    await take("models");
    await page.keyboard.press("Escape");
    await page
      .getByRole("button", { name: "Get a real model" })
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await take("real-model");
    await page.keyboard.press("Escape");
    await chooseModel(page, "slow:test");
    await ask(page, "Count slowly, please. I would like to see how a running answer looks while it is being written.");
    await expect(page.getByText("word12")).toBeVisible();
    await take("streaming");
    await page.getByRole("button", { name: "Stop" }).click();
    await take("stopped");
    await page.goto("/");
    await chooseModel(page, "showcase:test");
    await ask(page, "What decides how fast a node answers?");
    await answered(page);
    await take("answer-end");
    await page.getByRole("button", { name: "Figures" }).click();
    await take("figures");
    await page.keyboard.press("Escape");
    await page.getByTestId("thread").evaluate((element) => element.scrollTo(0, 0));
    await take("answer-top");
    await chooseModel(page, "broken:test");
    await ask(page, "And when it breaks?");
    await expect(page.getByRole("alert").first()).toBeVisible();
    await take("failed");
    await page.context().setOffline(true);
    await chooseModel(page, "echo:test");
    await composer(page).fill("Sent without a connection");
    await composer(page).press("Enter");
    await expect(page.getByText("Not sent")).toBeVisible();
    await take("offline");
    await page.context().setOffline(false);
    if (isMobile) {
      await page.getByRole("button", { name: "Open conversations" }).click();
      await take("drawer");
      await page.keyboard.press("Escape");
    }
    await page.goto("/settings");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
    await take("settings");
    await page.keyboard.press("Control+/");
    await take("shortcuts");
    await page.context().clearCookies();
    await logIn(page, ADMINISTRATOR);
    for (const section of SECTIONS) {
      await page.goto(`/${section}`);
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await take(section.replace("/", "-"));
    }
  });

for (const colorScheme of ["light", "dark"] as const)
  test(`pictures of what waits and what is not kept, ${colorScheme} @phone`, async ({ page, isMobile }) => {
    const take = async (name: string) => {
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}-${isMobile ? 390 : 1280}-${colorScheme}.png` });
    };
    await page.emulateMedia({ colorScheme });
    await signUp(page);
    await chooseModel(page, "echo:test");
    await ask(page, "What would one ask next?");
    await answered(page);
    await expect(page.getByRole("list", { name: "Suggested questions" })).toBeVisible();
    await take("follow-ups");
    await chooseModel(page, "slow:test");
    await ask(page, "Count, so that something can wait");
    await expect(page.getByText("word3")).toBeVisible();
    const waiting = page.getByRole("region", { name: "Waiting to be sent" });
    for (const [index, question] of [
      "And when you are done, explain it",
      `Then this, which is rather long: ${"more words ".repeat(20)}`,
    ].entries()) {
      await composer(page).fill(question);
      if (index === 0) await take("queue-writing");
      await composer(page).press("Enter");
      await expect(waiting.getByRole("listitem")).toHaveCount(index + 1);
    }
    await take("queue");
    await waiting.getByRole("button", { name: "Edit message" }).first().click();
    await take("queue-edit");
    await waiting.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(waiting.getByText("The queue is paused.")).toBeVisible();
    await take("queue-paused");

    await page.goto("/temporary");
    await expect(page.getByRole("combobox", { name: "Model" })).toBeVisible();
    await take("temporary");
    await chooseModel(page, "showcase:test");
    await ask(page, "Nobody will know");
    await answered(page);
    await take("temporary-answer");
    await page.keyboard.press("Control+Shift+O");
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await take("temporary-leave");
  });
