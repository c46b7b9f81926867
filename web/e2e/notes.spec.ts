import type { Locator, Page } from "@playwright/test";
import { answered, answers, ask, chooseModel, expect, questions, signUp, test } from "./people";

const panel = (page: Page) =>
  page.getByRole("complementary", { name: "Notes" }).or(page.getByRole("dialog", { name: "Notes" }));
const cards = (page: Page) => panel(page).locator("[data-note]");
const editor = (page: Page) => panel(page).getByRole("textbox", { name: "Note" });

/** Selects words of a message as a person would, from the first to the last. */
async function select(message: Locator, from: string, to = from) {
  await message.evaluate(
    (element, [first, last]) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let begun = false;
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        if (!begun && node.data.includes(first)) {
          range.setStart(node, node.data.indexOf(first));
          begun = true;
        }
        if (begun && node.data.includes(last)) {
          range.setEnd(node, node.data.indexOf(last) + last.length);
          break;
        }
      }
      range.startContainer.parentElement?.scrollIntoView({ block: "center" });
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    },
    [from, to] as const,
  );
}

/** What is drawn as noted, as the browser has it. */
const highlighted = (page: Page, name = "note") =>
  page.evaluate((key) => [...((CSS.highlights.get(key) ?? []) as Iterable<Range>)].map(String), name);

test.beforeEach(async ({ page }) => {
  await signUp(page);
});

test("select text in an answer, note it, find it again, change it, delete it, take that back @phone", async ({
  page,
  isMobile,
}) => {
  await chooseModel(page, "showcase:test");
  await ask(page, "What decides how fast a node answers?");
  await answered(page);
  await select(answers(page).last().locator("[data-source]"), "A model that", "resident");
  await page.getByTestId("note-selection").click();

  await expect(panel(page).locator("blockquote")).toHaveText("A model that fits stays **resident");
  await expect(editor(page)).toBeFocused();
  await editor(page).fill("Check how much memory attic has");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText("Check how much memory attic has");
  expect(await highlighted(page)).toEqual(["A model that fits stays resident"]);

  await page.reload();
  await expect.poll(() => highlighted(page)).toEqual(["A model that fits stays resident"]);
  await page.getByRole("button", { name: "1 note" }).click();
  await expect(cards(page)).toHaveCount(1);
  await expect.poll(() => highlighted(page, "active-note")).toEqual(["A model that fits stays resident"]);

  await cards(page).getByRole("button", { name: "Edit note" }).click();
  await editor(page).fill("Attic has 12 GB");
  await panel(page).getByRole("button", { name: "Save" }).click();
  await expect(cards(page)).toContainText("Attic has 12 GB");

  await cards(page).getByRole("button", { name: "Delete note" }).click();
  await expect(cards(page)).toHaveCount(0);
  await expect.poll(() => highlighted(page)).toEqual([]);
  if (isMobile) await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => highlighted(page)).toEqual(["A model that fits stays resident"]);
});

test("notes on the conversation, on a message, in code and in a question", async ({ page }) => {
  await chooseModel(page, "showcase:test");
  await ask(page, "Is **this** plain?");
  await answered(page);
  await page.getByRole("button", { name: "Show notes" }).click();
  await expect(panel(page)).toContainText("No notes yet");
  await panel(page).getByRole("button", { name: "Add a note" }).click();
  await editor(page).fill("On everything");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(1);

  await answers(page).last().hover();
  await answers(page).last().getByRole("button", { name: "Note on this message" }).click();
  await editor(page).fill("On the answer");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(2);

  await expect(page.locator(".shiki-line").first()).toBeVisible();
  await select(answers(page).last().locator("[data-source]"), "OrderBy", "First");
  await page.getByTestId("note-selection").click();
  await expect(panel(page).locator("blockquote")).toHaveText("OrderBy(node => node.Load).First");
  await editor(page).fill("On code");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(3);

  await select(questions(page).last().locator("[data-source]"), "this** plain");
  await page.keyboard.press("Control+Shift+X");
  await expect(panel(page).locator("blockquote").first()).toHaveText("this** plain");
  await editor(page).fill("On the question");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(4);

  await expect(cards(page).locator("p.whitespace-pre-wrap")).toHaveText([
    "On everything",
    "On the question",
    "On the answer",
    "On code",
  ]);
  expect((await highlighted(page)).toSorted()).toEqual(["OrderBy(node => node.Load).First", "this** plain"]);
  await expect(page.getByRole("button", { name: "2 notes" })).toBeVisible();
});

test("what is typed is kept, and nothing empty or too long is saved", async ({ page }) => {
  await chooseModel(page, "echo:test");
  await ask(page, "Keep it");
  await answered(page);
  await page.keyboard.press("Control+Shift+X");
  await panel(page).getByRole("button", { name: "Add a note" }).click();
  await editor(page).press("Control+Enter");
  await expect(editor(page)).toBeVisible();
  await editor(page).fill("x".repeat(10_001));
  await expect(panel(page)).toContainText("1 characters too many");
  await editor(page).press("Control+Enter");
  await editor(page).fill("Half a thought");
  await panel(page).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Show notes" }).click();
  await expect(editor(page)).toHaveValue("Half a thought");
  await expect(cards(page)).toHaveCount(0);

  await page.context().setOffline(true);
  await editor(page).press("Control+Enter");
  await expect(panel(page).getByRole("alert")).toBeVisible();
  await page.context().setOffline(false);
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveText(/Half a thought/);
});

test("all notes are on one page, found by their words, and lead to where they belong @phone-too", async ({ page }) => {
  await chooseModel(page, "long:test");
  for (let i = 0; i < 6; i++) {
    await ask(page, `Question number ${i}`);
    await expect(answers(page).last()).toContainText(`Answer to Question number ${i}`);
    await answered(page);
  }
  await page.getByTestId("thread").evaluate((element) => element.scrollTo(0, 0));
  await expect(questions(page).first()).toContainText("number 0");
  await select(questions(page).first().locator("[data-source]"), "number 0");
  await page.getByTestId("note-selection").click();
  await editor(page).fill("The very first thing");
  await editor(page).press("Control+Enter");
  await expect(cards(page)).toHaveCount(1);

  await page.goto("/notes");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Notes");
  await page.getByRole("searchbox", { name: "Search notes" }).fill("nothing like it");
  await expect(page.getByText("No note contains “nothing like it”.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search notes" }).fill("VERY FIRST");
  await page.locator("[data-note]").getByRole("link").click();

  await expect(page).toHaveURL(/\/c\//);
  await expect(questions(page).filter({ hasText: "Question number 0" })).toBeInViewport();
  await expect.poll(() => highlighted(page)).toEqual(["number 0"]);
});
