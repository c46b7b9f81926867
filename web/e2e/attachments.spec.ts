import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { picture, png, textFile } from "./files";
import { look } from "./look";
import {
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  listen,
  questions,
  sidebar,
  signUp,
  test,
  throttle,
  tokenOf,
} from "./people";

type Chosen = { name: string; mimeType: string; buffer: Buffer };
const tray = (page: Page) => page.getByRole("list", { name: /^(Attached files|الملفات المرفقة)$/ }).last();
const sendButton = (page: Page) => page.getByRole("button", { name: "Send", exact: true });

/** Through the button, as a person does. */
async function pick(page: Page, ...files: Chosen[]) {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /^Attach (text )?files$/ }).click();
  await (await choosing).setFiles(files);
}

/** What a browser tells a page when files are dragged over it and let go. */
async function drag(page: Page, kind: "dragover" | "drop", ...files: Chosen[]) {
  const list = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: buffer.toString("base64") }));
  await page.evaluate(
    ({ kind, list }) => {
      const carried = new DataTransfer();
      for (const { name, mimeType, bytes } of list)
        carried.items.add(
          new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name, { type: mimeType }),
        );
      const at = document.getElementById("main") ?? document.body;
      at.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
    },
    { kind, list },
  );
}

async function ready(page: Page, name: string) {
  await expect(tray(page).getByRole("button", { name: `Remove ${name}` })).toBeVisible();
}

test("an image and a text file are picked, sent, seen by the model, and there after a reload @phone", async ({
  page,
}) => {
  await signUp(page);
  await chooseModel(page, "vision:test");
  await pick(page, picture("harbour.png", 3_000, 1_500), textFile("list.md", "bread and olives"));
  await ready(page, "harbour.png");
  await ready(page, "list.md");
  await expect(tray(page).locator("img")).toBeVisible();
  await composer(page).fill("What is this?");
  await look(page, "composer with files");
  await composer(page).press("Enter");

  await answered(page);
  // Written anew, and smaller, by the server.
  await expect(answers(page).last()).toContainText("1 images: PNG 1568x784.");
  await expect(answers(page).last()).toContainText("bread and olives");
  await expect(answers(page).last()).toContainText("What is this?");
  await expect(tray(page).getByRole("button", { name: /^Remove/ })).toHaveCount(0);

  const image = questions(page).last().getByRole("img", { name: "harbour.png" });
  await expect(image).toBeVisible();
  await page.reload();
  await expect(image).toBeVisible();
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1_568);
  await look(page, "message with files");

  await image.click();
  const view = page.getByRole("dialog", { name: "harbour.png" });
  await expect(view).toBeVisible();
  await look(page, "large view");
  const saving = page.waitForEvent("download");
  await view.getByRole("link", { name: "Download" }).click();
  expect((await saving).suggestedFilename()).toBe("harbour.png");
  await page.keyboard.press("Escape");
  await expect(view).toHaveCount(0);

  const savingText = page.waitForEvent("download");
  await questions(page).last().getByRole("button", { name: "Download list.md" }).click();
  const file = await savingText;
  expect(file.suggestedFilename()).toBe("list.md");
  expect(readFileSync(await file.path(), "utf8")).toBe("bread and olives");
});

test("an image is pasted, another dropped, one removed; the draft keeps the rest", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signUp(page);
  await chooseModel(page, "vision:test");
  await page.evaluate(async (bytes) => {
    const image = new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
  }, png(32, 24).toString("base64"));
  await composer(page).focus();
  await page.keyboard.press("Control+v");
  await ready(page, "image.png");

  await drag(page, "dragover", picture("dropped.png"));
  await expect(page.getByText("Drop files to attach them")).toBeVisible();
  await look(page, "drop zone");
  await drag(page, "drop", picture("dropped.png"));
  await expect(page.getByText("Drop files to attach them")).toHaveCount(0);
  await ready(page, "dropped.png");

  const removed = page.waitForRequest((request) => request.method() === "DELETE" && /attachments/.test(request.url()));
  await tray(page).getByRole("button", { name: "Remove image.png" }).click();
  await removed;
  await composer(page).fill("Which one?");
  await page.reload();
  await expect(composer(page)).toHaveValue("Which one?");
  await ready(page, "dropped.png");
  await expect(tray(page).getByRole("listitem")).toHaveCount(1);
  await expect(tray(page).locator("img")).toBeVisible();
  await chooseModel(page, "vision:test");
  await sendButton(page).click();
  await answered(page);
  await expect(answers(page).last()).toContainText("1 images: PNG 640x400.");

  // Words that come with a picture of them are words.
  await composer(page).focus();
  await composer(page).evaluate((area) => {
    const both = new DataTransfer();
    both.setData("text/plain", "1\t2");
    both.items.add(new File(["x"], "table.png", { type: "image/png" }));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: both, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("button", { name: "Remove table.png" })).toHaveCount(0);
});

test("what is not taken says why, and nothing is sent before it is gone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "vision:test");
  await composer(page).fill("Look");
  await pick(
    page,
    { name: "drawing.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") },
    { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
    textFile("long.txt", "x".repeat(512 * 1024 + 1)),
    { name: "huge.png", mimeType: "image/png", buffer: Buffer.concat([png(4, 4), Buffer.alloc(20 * 1024 * 1024)]) },
    { name: "report.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") },
    // These two only the server knows.
    { name: "binary.log", mimeType: "text/plain", buffer: Buffer.from([65, 0, 66]) },
    { name: "cut.png", mimeType: "image/png", buffer: png(64, 64).subarray(0, 20) },
  );
  const says = async (name: string, why: string) =>
    expect(tray(page).getByRole("listitem").filter({ hasText: name })).toContainText(why);
  await says("drawing.svg", "This is no PNG, JPEG, WebP or GIF");
  await says("empty.txt", "The file is empty.");
  await says("long.txt", "A text file has at most 524 kB.");
  await says("huge.png", "An image has at most 21 MB.");
  await says("report.pdf", "Only images");
  await says("binary.log", "Only images");
  await says("cut.png", "This is no PNG, JPEG, WebP or GIF");
  await expect(page.getByText("Remove the file that was not taken, or try it again.")).toBeVisible();
  await expect(sendButton(page)).toHaveAttribute("aria-disabled", "true");
  await composer(page).press("Enter");
  await expect(questions(page)).toHaveCount(0);
  await look(page, "refused files");

  for (let left = 7; left > 0; left--)
    await tray(page)
      .getByRole("button", { name: /^Remove/ })
      .first()
      .click();
  await pick(page, ...Array.from({ length: 9 }, (_, index) => textFile(`n${index}.txt`, `number ${index}`)));
  await says("n8.txt", "At most 8 files go with one message.");
  await tray(page).getByRole("button", { name: "Remove n8.txt" }).click();
  await ready(page, "n7.txt");
  await sendButton(page).click();
  await answered(page);
  await expect(answers(page).last()).toContainText("number 7");
});

test("sending waits for a slow line, shows how far it is, and can be called off and tried again", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await throttle(page, 20_000);
  await pick(page, textFile("slow.txt", "y".repeat(400_000)));
  const progress = tray(page).getByRole("progressbar", { name: "Sending slow.txt" });
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0.1);
  await composer(page).fill("Read this");
  await expect(sendButton(page)).toHaveAttribute("aria-disabled", "true");
  await expect(sendButton(page)).toHaveAccessibleDescription("You can send when the files are there.");
  await composer(page).press("Enter");
  await expect(questions(page)).toHaveCount(0);
  await look(page, "a file on its way");
  await tray(page).getByRole("button", { name: "Stop sending slow.txt" }).click();
  await expect(progress).toHaveCount(0);
  await expect(sendButton(page)).toHaveAttribute("aria-disabled", "false");

  await throttle(page, null);
  let refuse = true;
  await page.route("**/api/v1/attachments?*", (route) => (refuse ? route.abort("connectionreset") : route.continue()));
  await pick(page, textFile("again.txt", "at last"));
  await expect(tray(page).getByText("The server cannot be reached")).toBeVisible();
  refuse = false;
  await tray(page).getByRole("button", { name: "Try again: again.txt" }).click();
  await ready(page, "again.txt");
  await sendButton(page).click();
  await answered(page);
  await expect(answers(page).last()).toContainText("at last");
});

test("a model that sees no images is told apart, and another one may be chosen @phone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await expect(page.getByRole("button", { name: "Attach text files" })).toBeVisible();
  await drag(page, "drop", picture("harbour.png"));
  await composer(page).fill("What is this?");
  await expect(
    page.getByText("echo:test cannot see images. Choose another model, or remove the images."),
  ).toBeVisible();
  await expect(tray(page).getByText("Not seen by this model")).toBeVisible();
  await expect(sendButton(page)).toHaveAttribute("aria-disabled", "true");
  await look(page, "unseen image");

  await chooseModel(page, "vision:test");
  await expect(tray(page).getByText("Not seen by this model")).toHaveCount(0);
  await sendButton(page).click();
  await answered(page);
  await expect(answers(page).last()).toContainText("1 images: PNG 640x400");
});

test("files stay with a question that waits, and with one that is asked again in other words", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "slow:test");
  await ask(page, "Count");
  await expect(answers(page).last()).toContainText("word3");
  await pick(page, textFile("one.txt", "first file"), textFile("two.txt", "second file"));
  await ready(page, "two.txt");
  await chooseModel(page, "echo:test");
  await composer(page).fill("And these");
  await page.getByRole("button", { name: "Send when this answer is complete" }).click();
  const waiting = page.getByRole("region", { name: "Waiting to be sent" });
  await expect(waiting).toContainText("one.txt, two.txt");
  await waiting.getByRole("button", { name: "Edit message" }).click();
  await waiting.getByRole("button", { name: "Remove one.txt" }).click();
  await waiting.getByRole("textbox").fill("And this one");
  await waiting.getByRole("button", { name: "Save" }).click();
  await expect(waiting).not.toContainText("one.txt");
  await expect(waiting).toContainText("two.txt");
  await page.getByRole("button", { name: "Stop" }).click();
  await waiting
    .getByRole("button", { name: "Go on" })
    .click({ timeout: 3_000 })
    .catch(() => undefined);
  await expect(answers(page)).toHaveCount(2);
  await answered(page);
  await expect(answers(page).last()).toContainText("second file");
  await expect(answers(page).last()).not.toContainText("first file");

  await questions(page).last().hover();
  await questions(page).last().getByRole("button", { name: "Edit and ask again" }).click();
  await expect(questions(page).last().getByRole("button", { name: "Remove two.txt" })).toBeVisible();
  await look(page, "question with a file, being edited");
  await page.getByRole("textbox", { name: "Your question in other words" }).fill("In other words");
  await page.getByRole("textbox", { name: "Your question in other words" }).press("Enter");
  await answered(page);
  await expect(answers(page).last()).toContainText("second file");
  await expect(answers(page).last()).toContainText("In other words");

  await questions(page).last().hover();
  await questions(page).last().getByRole("button", { name: "Edit and ask again" }).click();
  await questions(page).last().getByRole("button", { name: "Remove two.txt" }).click();
  await page.getByRole("textbox", { name: "Your question in other words" }).fill("Without it");
  await page.getByRole("textbox", { name: "Your question in other words" }).press("Enter");
  await answered(page);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("Without it");
  await expect(questions(page).last().getByText("two.txt")).toHaveCount(0);
});

test("a draft that was left alone says which file is gone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  const uploaded = page.waitForResponse(
    (response) => response.request().method() === "POST" && response.status() === 201,
  );
  await pick(page, textFile("old.txt", "long ago"));
  const { id } = (await (await uploaded).json()) as { id: string };
  await ready(page, "old.txt");
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  expect((await page.request.delete(`/api/v1/attachments/${id}`, { headers })).status()).toBe(204);
  await page.reload();

  await expect(tray(page).getByText("It is not there any more. Remove it and attach it again.")).toBeVisible();
  await composer(page).fill("Read it");
  await expect(sendButton(page)).toHaveAttribute("aria-disabled", "true");
  await tray(page).getByRole("button", { name: "Remove old.txt" }).click();
  await sendButton(page).click();
  await answered(page);
});

test("it works by keyboard alone", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "vision:test");
  await composer(page).focus();
  // Listened for early: the browser has to be told before the key is pressed.
  const choosing = page.waitForEvent("filechooser");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Attach files" })).toBeFocused();
  await page.keyboard.press("Enter");
  await (await choosing).setFiles([picture("one.png"), picture("two.png")]);
  await ready(page, "one.png");
  await ready(page, "two.png");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(tray(page).getByRole("button", { name: "Remove two.png" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("Only one");
  await page.keyboard.press("Enter");
  await answered(page);
  await expect(answers(page).last()).toContainText("1 images");
  const image = questions(page).last().getByRole("button", { name: "one.png" });
  await image.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "one.png" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(image).toBeFocused();
});

test("a temporary chat shows files and sends them along, and stores none", async ({ page }) => {
  await signUp(page);
  const stored: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/attachments")) stored.push(request.url());
  });
  await page.goto("/temporary");
  await chooseModel(page, "vision:test");
  await pick(page, picture("secret.png", 3_000, 1_500), textFile("secret.txt", "not for the books"));
  await ready(page, "secret.txt");
  await ready(page, "secret.png");
  await composer(page).fill("Between us");
  await composer(page).press("Enter");
  await answered(page);
  await expect(answers(page).last()).toContainText("1 images: PNG 1568x784.");
  await expect(answers(page).last()).toContainText("not for the books");
  await expect(questions(page).last().getByRole("img", { name: "secret.png" })).toBeVisible();
  await expect(questions(page).last().getByRole("button", { name: "Download secret.txt" })).toBeVisible();
  expect(stored).toEqual([]);
});

test("a shared page shows the images to anybody", async ({ page, browser }) => {
  await signUp(page);
  await chooseModel(page, "vision:test");
  await pick(page, picture("harbour.png"), textFile("list.md", "bread"));
  await ready(page, "list.md");
  await ready(page, "harbour.png");
  await composer(page).fill("What is this?");
  await composer(page).press("Enter");
  await answered(page);
  const row = sidebar(page).getByRole("listitem").filter({ hasText: "A simulated title" });
  await expect(row).toBeVisible();
  await row.hover();
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: "Share" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  const url = await page.getByRole("textbox", { name: "Address of the link" }).inputValue();

  const complaints: string[] = [];
  const stranger = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  listen(stranger, complaints);
  await stranger.goto(url);
  const image = stranger.getByRole("img", { name: "harbour.png" });
  await expect(image).toBeVisible();
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(640);
  const saving = stranger.waitForEvent("download");
  await stranger.getByRole("button", { name: "Download list.md" }).click();
  expect(readFileSync(await (await saving).path(), "utf8")).toBe("bread");
  await look(stranger, "shared page with files");
  await image.click();
  await expect(stranger.getByRole("dialog", { name: "harbour.png" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("files stand from right to left in Arabic @phone-too", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "vision:test");
  await pick(page, picture("harbour.png"), textFile("a long name of a list of things.md", "bread"));
  await ready(page, "harbour.png");
  await page.evaluate(() => localStorage.setItem("ollamanet.language", "ar"));
  await page.reload();
  await expect(page.getByRole("button", { name: "إرفاق ملفات" })).toBeVisible();
  const remove = page.getByRole("button", { name: /^إزالة .*harbour\.png/ });
  await expect(remove).toBeVisible();
  const name = await page.getByText("harbour.png", { exact: true }).boundingBox();
  const button = await remove.boundingBox();
  expect(button?.x).toBeLessThan(name?.x ?? 0);
  // The name begins where the size below it does.
  const startOf = (words: Locator) =>
    words.evaluate((element) => {
      const range = new Range();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().right;
    });
  const file = tray(page).getByRole("listitem").first();
  expect(await startOf(file.getByText("harbour.png"))).toBeCloseTo(await startOf(file.getByText(/\d+ كيلوبايت/)), 0);
  await look(page, "files in Arabic");
  await page.getByRole("textbox", { name: "الرسالة" }).fill("ما هذا؟");
  await page.keyboard.press("Enter");
  const image = page.getByRole("img", { name: "harbour.png" });
  await expect(image).toBeVisible();
  await expect(page.locator("article[data-status=complete]")).toHaveCount(2, { timeout: 20_000 });
  await look(page, "message with files in Arabic");
});
