import type { Page } from "@playwright/test";
import { look } from "./look";
import { answered, ask, chooseModel, expect, questions, signUp, test, tokenOf } from "./people";

const NOTES = "Ada plans a trip to Lisbon by train.";

/** A conversation in a window so small that it is soon outgrown. */
async function outgrow(page: Page, turns = 6) {
  await signUp(page);
  await chooseModel(page, "long:test");
  await ask(page, "Question 0 about the trip");
  await answered(page);
  const id = new URL(page.url()).pathname.split("/").at(-1) as string;
  const settings = await page.request.put(`/api/v1/conversations/${id}/settings`, {
    headers: { authorization: `Bearer ${await tokenOf(page)}` },
    data: { presetId: null, systemPrompt: "Be brief.", options: { numCtx: 1024 } },
  });
  expect(settings.ok(), await settings.text()).toBe(true);
  for (let turn = 1; turn < turns; turn++) {
    await ask(page, `Question ${turn} about the trip`);
    await answered(page);
  }
}

const gauge = (page: Page) => page.getByRole("button", { name: /^Context \d+% full/ });
const panel = (page: Page) => page.getByRole("dialog", { name: "What the model sees" });

test("the window is shown, its summary is changed and forgotten @phone-too", async ({ page }) => {
  test.setTimeout(90_000);
  await outgrow(page);

  await expect(gauge(page)).toHaveAccessibleName(/older messages left out/, { timeout: 20_000 });
  await gauge(page).click();
  await expect(panel(page)).toContainText(/of 768 tokens/);
  await expect(panel(page)).toContainText("System prompt");
  await expect(panel(page)).toContainText(/The \d+ oldest messages no longer fit/);
  await expect(panel(page)).toContainText(NOTES, { timeout: 20_000 });
  await look(page, "context window");

  await panel(page).getByRole("button", { name: "Edit" }).click();
  await panel(page).getByRole("textbox", { name: "Summary of the older messages" }).fill("I am Ada and I like trains.");
  await panel(page).getByRole("button", { name: "Save" }).click();
  await expect(panel(page)).toContainText("I am Ada and I like trains.");
  await expect(panel(page)).toContainText("Edited by you");
  const messages = `/api/v1/conversations/${new URL(page.url()).pathname.split("/").at(-1)}/messages`;
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const page200 = (await (await page.request.get(`${messages}?limit=200`, { headers })).json()) as {
    items: { id: string }[];
  };
  await page.request.patch(`${messages}/${page200.items[0]?.id}`, {
    headers,
    data: { text: "A question about Porto" },
  });
  await expect(panel(page)).toContainText("A message that this tells of was changed since.");
  await expect(panel(page)).toContainText("I am Ada and I like trains.");
  await look(page, "context, summary outdated");
  await panel(page).getByRole("button", { name: "Forget" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Forget" }).click();
  await expect(panel(page)).toContainText("The model writes one when the conversation outgrows its window.");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(gauge(page)).toBeFocused();
});

test("a line in the thread says where the model's window begins", async ({ page }, info) => {
  test.setTimeout(90_000);
  await outgrow(page);
  await expect(gauge(page)).toHaveAccessibleName(/older messages left out/, { timeout: 20_000 });

  const line = page.getByText("The model sees from here on");
  await page.getByTestId("thread").evaluate((thread) => thread.scrollTo(0, 0));
  await expect(async () => {
    await page.getByTestId("thread").evaluate((thread) => thread.scrollBy(0, 250));
    await expect(line).toBeInViewport({ timeout: 300 });
  }).toPass({ timeout: 15_000 });
  await page.screenshot({ path: info.outputPath("window-line.png") });
});

test("a pinned message goes with every question until it is unpinned", async ({ page }) => {
  test.setTimeout(90_000);
  await outgrow(page, 2);

  await questions(page).first().hover();
  await questions(page).first().getByRole("button", { name: "Pin for the model" }).click();
  await expect(questions(page).first().getByRole("button", { name: "Unpin" })).toBeVisible();
  await gauge(page).click();
  await expect(panel(page).getByRole("listitem")).toHaveText(/Question 0 about the trip/);
  await panel(page)
    .getByRole("button", { name: /^Unpin/ })
    .click();
  await expect(panel(page)).toContainText("A pinned message goes to the model with every question.");
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(gauge(page)).toBeVisible();
});

test("a question is pinned through its menu, where there is no hovering @phone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Keep this in mind");
  await answered(page);
  const pin = async (name: string) => {
    await questions(page).first().hover();
    await questions(page).first().getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await pin("Pin for the model");
  await expect(questions(page).first().getByRole("button", { name: "Unpin" })).toBeVisible();
  await page.reload();
  await pin("Unpin");
  await expect(questions(page).first().getByRole("button", { name: "Pin for the model" })).toBeAttached();
});
