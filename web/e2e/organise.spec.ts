import type { Page } from "@playwright/test";
import { look } from "./look";
import { composer, expect, sidebar, signUp, test, tokenOf } from "./people";

type Made = { id: string };

/** What a test needs to be there already, made as another device would. */
async function device(page: Page) {
  const token = await tokenOf(page);
  const send = async (method: "post" | "patch", path: string, data: unknown) => {
    const response = await page.request[method](`/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
      data,
    });
    expect(response.ok(), `${path}: ${response.status()}`).toBe(true);
    return (await response.json()) as Made;
  };
  return {
    conversation: (title: string, folderId?: string) => send("post", "/conversations", { title, folderId }),
    archive: ({ id }: Made) => send("patch", `/conversations/${id}`, { archived: true }),
    folder: (name: string, parentId?: string) => send("post", "/folders", { name, parentId }),
  };
}

const openList = async (page: Page, isMobile: boolean) => {
  if (isMobile) await page.getByRole("button", { name: "Open conversations" }).click();
};
const link = (page: Page, title: string) => sidebar(page).getByRole("link", { name: title, exact: true });
const folder = (page: Page, name: string) => sidebar(page).getByRole("button", { name: `Folder ${name}`, exact: true });
const undo = (page: Page) => page.getByRole("button", { name: "Undo" });

async function drag(page: Page, from: ReturnType<typeof link>, to: ReturnType<typeof link>) {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  if (!a || !b) throw new Error("Not in view.");
  await page.mouse.move(a.x + 60, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + 70, a.y + a.height / 2 + 12, { steps: 3 });
  await page.waitForTimeout(300);
  await page.mouse.move(b.x + 70, b.y + b.height / 2, { steps: 8 });
  await page.mouse.up();
}

test("folders are made, nested, filled and emptied, and one thing in the trash is deleted for good", async ({
  page,
}) => {
  await signUp(page);
  const { conversation } = await device(page);
  await conversation("Lisbon");
  await page.reload();
  await sidebar(page).getByRole("button", { name: "New folder" }).click();
  const form = page.getByRole("dialog", { name: "New folder" });
  await form.getByRole("button", { name: "Create" }).click();
  await expect(form.getByText("Give it a name.")).toBeVisible();
  await form.getByLabel("Name").fill("Travel");
  await form.getByRole("radio", { name: "Teal" }).check();
  await form.getByRole("radio", { name: "Plane" }).check();
  await form.getByLabel("System prompt").fill("Be short.");
  await form.getByRole("button", { name: "Create" }).click();
  await expect(folder(page, "Travel")).toBeVisible();

  await drag(page, link(page, "Lisbon"), folder(page, "Travel"));
  await expect(folder(page, "Travel")).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("status").filter({ hasText: "1 conversation moved to Travel" }).first()).toBeAttached();
  await folder(page, "Travel").click();
  await expect(link(page, "Lisbon")).toHaveCount(0);
  await page.reload();
  await expect(folder(page, "Travel")).toHaveAttribute("aria-expanded", "false");
  await folder(page, "Travel").click();
  await expect(link(page, "Lisbon")).toBeVisible();

  await folder(page, "Travel").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Travel" }).click();
  await page.getByRole("menuitem", { name: "New folder inside" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Portugal");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await expect(folder(page, "Portugal")).toBeVisible();
  await drag(page, link(page, "Lisbon"), folder(page, "Portugal"));
  await expect(page.getByRole("status").filter({ hasText: "moved to Portugal" }).first()).toBeAttached();
  await expect(folder(page, "Portugal")).toHaveAttribute("aria-expanded", "true");

  await folder(page, "Travel").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Travel" }).click();
  await page.getByRole("menuitem", { name: "Folder settings" }).click();
  await expect(page.getByRole("dialog").getByLabel("System prompt")).toHaveValue("Be short.");
  await page.getByRole("dialog").getByLabel("Name").fill("Journeys");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await folder(page, "Journeys").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Journeys" }).click();
  await page.getByRole("menuitem", { name: "New chat here" }).click();
  await expect(page.getByText("The chat begins in the folder Journeys.")).toBeVisible();

  await folder(page, "Journeys").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Journeys" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete folder" }).click();
  await expect(folder(page, "Journeys")).toHaveCount(0);
  await expect(folder(page, "Portugal")).toBeVisible();

  await folder(page, "Portugal").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Portugal" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("radio", { name: /Move the conversations to the trash/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Delete folder" }).click();
  await expect(folder(page, "Portugal")).toHaveCount(0);
  await expect(link(page, "Lisbon")).toHaveCount(0);
  await page.getByRole("link", { name: "Trash" }).click();
  await page.getByRole("button", { name: "Restore Lisbon" }).click();
  await expect(link(page, "Lisbon")).toBeVisible();
  await expect(page.getByText("The trash is empty")).toBeVisible();

  await conversation("Porto");
  await page.reload();
  for (const title of ["Lisbon", "Porto"]) {
    await link(page, title).hover();
    await sidebar(page)
      .getByRole("button", { name: `Actions for ${title}` })
      .click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: `Restore ${title}` })).toBeVisible();
  }
  await page.getByRole("button", { name: "Delete Porto for good" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("button", { name: "Restore Porto" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "Restore Lisbon" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore Porto" })).toHaveCount(0);
});

test("a folder and a tag that were deleted are brought back @phone-too", async ({ page, isMobile }, info) => {
  await signUp(page);
  const make = await device(page);
  const outer = await make.folder("Journeys");
  const inner = await make.folder("Portugal", outer.id);
  await make.conversation("Lisbon", inner.id);
  await page.reload();
  await openList(page, isMobile);
  const remove = async (contents: RegExp) => {
    await sidebar(page).getByRole("button", { name: "Actions for Journeys" }).click({ force: true });
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("radio", { name: contents }).check();
    await page.getByRole("dialog").getByRole("button", { name: "Delete folder" }).click();
    await expect(folder(page, "Journeys")).toHaveCount(0);
  };
  await remove(/one level up/);
  await expect(folder(page, "Portugal")).toBeVisible();
  await undo(page).click();
  await expect(folder(page, "Journeys")).toBeVisible();
  await remove(/to the trash/);
  await expect(folder(page, "Portugal")).toHaveCount(0);
  await info.attach("folder-deleted", { body: await page.screenshot(), contentType: "image/png" });
  await undo(page).click();
  await folder(page, "Journeys").click();
  await folder(page, "Portugal").click();
  await expect(link(page, "Lisbon")).toBeVisible();
  await page.reload();
  await openList(page, isMobile);
  await expect(link(page, "Lisbon")).toBeVisible();

  await sidebar(page).getByRole("button", { name: "Actions for Lisbon" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Tags" }).click();
  const dialog = page.getByRole("dialog", { name: /^Tags/ });
  // Putting it on takes its time: whoever deletes the tag at once still gets it back with its conversation.
  await page.route("**/conversations/change", async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await dialog.getByLabel("New tag").fill("urgent");
  await dialog.getByRole("button", { name: "Add" }).click();
  await dialog.getByRole("button", { name: "Edit urgent" }).click();
  await dialog.getByRole("button", { name: "Delete tag" }).click();
  await expect(dialog.getByText("You have no tags yet.")).toBeVisible();
  await info.attach("tag-deleted", { body: await page.screenshot(), contentType: "image/png" });
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog.getByRole("button", { name: "Edit urgent" })).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);
  // On a phone the list slides in again.
  await page.waitForTimeout(700);
  await sidebar(page).getByRole("button", { name: "Actions for Lisbon" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Tags" }).click();
  await expect(dialog.getByRole("checkbox", { name: "urgent" })).toBeChecked();
});

test("folders are dragged into folders, but not into themselves, and back", async ({ page }) => {
  await signUp(page);
  const make = await device(page);
  const outer = await make.folder("Outer");
  await make.folder("Inner", outer.id);
  await make.folder("Other");
  await page.reload();
  await folder(page, "Outer").click();
  await drag(page, folder(page, "Outer"), folder(page, "Inner"));
  await expect(undo(page)).toHaveCount(0);
  await drag(page, folder(page, "Other"), folder(page, "Inner"));
  await expect(page.getByRole("status").filter({ hasText: "Folder Other moved" }).first()).toBeAttached();
  await folder(page, "Outer").click();
  await expect(folder(page, "Other")).toHaveCount(0);
  await undo(page).click();
  await expect(folder(page, "Other")).toBeVisible();
});

test("the list is worked by keyboard alone", async ({ page }) => {
  await signUp(page);
  const make = await device(page);
  await make.folder("Work");
  for (const title of ["Three", "Two", "One"]) await make.conversation(title);
  await page.reload();
  await expect(link(page, "One")).toBeVisible();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("Control+Shift+L");
  await expect(folder(page, "Work")).toBeFocused();
  await press("ArrowDown");
  await expect(link(page, "One")).toBeFocused();
  await press("F2");
  await expect(sidebar(page).getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.type("First");
  await press("Enter");
  // The focus comes back to the row.
  await expect(link(page, "First")).toBeFocused();

  await press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Move to…" })).toBeVisible();
  await page.keyboard.type("mov");
  await press("Enter");
  await expect(page.getByRole("dialog", { name: "Move 1 conversation" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Work" }).focus();
  await press("Enter");
  await expect(folder(page, "Work")).toHaveAttribute("aria-expanded", "true");
  await undo(page).focus();
  await press("Enter");
  await expect(sidebar(page).getByText("Nothing in it yet")).toBeVisible();

  await press("Control+Shift+L");
  await expect(folder(page, "Work")).toBeFocused();
  await press("ArrowLeft");
  await expect(folder(page, "Work")).toHaveAttribute("aria-expanded", "false");
  await press("End");
  await expect(link(page, "Three")).toBeFocused();
  await press("Delete");
  await expect(link(page, "Three")).toHaveCount(0);
  await undo(page).click();
  await expect(link(page, "Three")).toBeVisible();
  await press("Control+Shift+L");
  await expect(sidebar(page).locator(":focus")).toHaveCount(1);
  await press("Home");
  await expect(folder(page, "Work")).toBeFocused();
  await press("ArrowDown");
  await expect(link(page, "First")).toBeFocused();
  await press("Enter");
  await expect(page).toHaveURL(/\/c\//);
});

test("several are picked and moved, tagged, archived and deleted at once", async ({ page }) => {
  await signUp(page);
  const make = await device(page);
  await make.folder("Work");
  for (const title of ["E", "D", "C", "B", "A"]) await make.conversation(title);
  await page.reload();
  await link(page, "A").click({ modifiers: ["Control"] });
  await link(page, "C").click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "Selection" });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Tag" }).click();
  await page.getByRole("dialog").getByLabel("New tag").fill("urgent");
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("dialog").getByRole("checkbox", { name: "urgent" })).toBeChecked();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await bar.getByRole("button", { name: "Move" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Work" }).click();
  await expect(bar).toHaveCount(0);
  await expect(folder(page, "Work")).toHaveAttribute("aria-expanded", "true");
  await undo(page).click();
  await expect(sidebar(page).getByText("Nothing in it yet")).toBeVisible();

  await page.getByRole("button", { name: "Filter by tag" }).click();
  await page.getByRole("menuitem", { name: "urgent" }).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(3);
  await link(page, "A urgent").click({ modifiers: ["Control"] });
  await link(page, "B urgent").click();
  await bar.getByRole("button", { name: "Archive" }).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(1);
  await page.getByRole("button", { name: /^Only with the tag urgent/ }).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(3);
  await page.getByRole("link", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Take A out of the archive" }).click();
  await expect(link(page, "A urgent")).toBeVisible();

  await link(page, "A urgent").click({ modifiers: ["Control"] });
  await link(page, "E").click({ modifiers: ["Shift"] });
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(0);
  await undo(page).click();
  await expect(sidebar(page).getByRole("link")).toHaveCount(4);
});

test("a pinned conversation stands first, and a tag is recoloured and deleted", async ({ page }) => {
  await signUp(page);
  const make = await device(page);
  for (const title of ["Old", "New"]) await make.conversation(title);
  await page.reload();
  await link(page, "Old").hover();
  await sidebar(page).getByRole("button", { name: "Actions for Old" }).click();
  await page.getByRole("menuitem", { name: "Pin" }).click();
  await expect(sidebar(page).getByRole("heading", { name: "Pinned" })).toBeVisible();
  await expect(sidebar(page).getByRole("link").first()).toHaveText("Old");
  await page.getByRole("button", { name: "Filter by tag" }).click();
  await page.getByRole("menuitem", { name: "Manage tags…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New tag").fill("later");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("button", { name: "Edit later" })).toBeVisible();
  await dialog.getByLabel("New tag").fill("LATER");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toContainText("already");
  await dialog.getByRole("button", { name: "Edit later" }).click();
  await dialog.getByLabel("Name").fill("someday");
  await dialog.getByRole("radio", { name: "Purple" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByRole("button", { name: "Edit someday" }).click();
  await dialog.getByRole("button", { name: "Delete tag" }).click();
  await expect(dialog.getByText("You have no tags yet.")).toBeVisible();
});

/** As many conversations as there are wanted, out of a file: one by one they would take minutes. */
async function bring(address: string, token: string, count: number) {
  const conversations = Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
    const id = `00000000-0000-7000-8000-${i.toString(16).padStart(12, "0")}`;
    const question = { id, role: "user", parts: [{ type: "text", text: "Hello" }], createdAt: at, updatedAt: at };
    return { id, title: `Conversation ${i}`, activeLeafId: id, createdAt: at, updatedAt: at, messages: [question] };
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const imports = new URL("/api/v1/imports", address);
  const body = JSON.stringify({ format: "ollamanet", version: 1, conversations });
  const { id } = await (await fetch(imports, { method: "POST", headers, body })).json();
  await expect
    .poll(async () => (await fetch(`${imports}/${id}`, { headers })).json(), { timeout: 180_000 })
    .toMatchObject({ state: "done" });
}

test("hundreds of conversations scroll, with few rows in the page", async ({ page }) => {
  await signUp(page);
  const token = await tokenOf(page);
  await bring(page.url(), token, 400);
  await page.reload();
  await expect(sidebar(page).getByRole("link").first()).toBeVisible();
  const rows = () => sidebar(page).getByRole("listitem").count();
  expect(await rows()).toBeLessThan(80);
  await expect(async () => {
    await sidebar(page).evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(link(page, "Conversation 0")).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 120_000, intervals: [10] });
  expect(await rows()).toBeLessThan(80);

  await page.keyboard.press("Control+Shift+L");
  await expect(sidebar(page).locator(":focus")).toHaveCount(1);
  await page.keyboard.press("End");
  const last = sidebar(page).getByRole("link").last();
  await expect(last).toBeFocused();
  await expect(last).toHaveText(/^Conversation \d$/);
});

test("a finger drags conversations into a folder and out again @phone", async ({ page, isMobile }, info) => {
  test.skip(!isMobile);
  await signUp(page);
  const make = await device(page);
  await make.folder("Travel");
  for (const title of ["Porto", "Lisbon"]) await make.conversation(title);
  // So many that the list scrolls: a finger that moves on at once does that and drags nothing.
  for (let index = 0; index < 20; index++) await make.conversation(`Filler ${index}`);
  for (const title of ["Faro", "Braga"]) await make.conversation(title);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await openList(page, isMobile);
  const touch = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const middle = async (row: ReturnType<typeof link>) => {
    const box = await row.boundingBox();
    if (!box) throw new Error("Not in view.");
    return { x: box.x + 60, y: box.y + box.height / 2 };
  };
  const slide = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    for (let step = 1; step <= 8; step++) {
      await send("touchMove", from.x + ((to.x - from.x) * step) / 8, from.y + ((to.y - from.y) * step) / 8);
      await page.waitForTimeout(30);
    }
  };
  const dragByFinger = async (row: ReturnType<typeof link>, onto: ReturnType<typeof link>, picture?: string) => {
    const [from, to] = [await middle(row), await middle(onto)];
    await send("touchStart", from.x, from.y);
    await page.waitForTimeout(700);
    await slide(from, to);
    if (picture) await info.attach(picture, { body: await page.screenshot(), contentType: "image/png" });
    await send("touchEnd");
  };

  await dragByFinger(link(page, "Braga"), folder(page, "Travel"), "dragged-by-finger");
  await expect(page.getByRole("status").filter({ hasText: "1 conversation moved to Travel" }).first()).toBeAttached();
  await expect(folder(page, "Travel")).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("toolbar", { name: "Selection" })).toHaveCount(0);
  // The click that may end a drag is not taken for one; a finger takes its time too.
  await page.waitForTimeout(900);
  await undo(page).tap();
  await expect(sidebar(page).getByText("Nothing in it yet")).toBeVisible();

  const [from, up] = [await middle(link(page, "Filler 18")), await middle(folder(page, "Travel"))];
  await send("touchStart", from.x, from.y);
  await slide(from, up);
  await send("touchEnd");
  await page.waitForTimeout(500);
  await expect(undo(page)).toHaveCount(0);
  await expect(page.getByRole("toolbar", { name: "Selection" })).toHaveCount(0);
  const scrolled = () =>
    sidebar(page).evaluate((list) => Math.max(...[list, ...list.querySelectorAll("*")].map((part) => part.scrollTop)));
  expect(await scrolled()).toBeGreaterThan(40);
});

test("a long press picks, and the trash is emptied @phone", async ({ page, isMobile }) => {
  test.skip(!isMobile);
  await signUp(page);
  const make = await device(page);
  for (const title of ["B", "A"]) await make.conversation(title);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await openList(page, isMobile);
  const box = await link(page, "A").boundingBox();
  if (!box) throw new Error("Not in view.");
  const touch = await page.context().newCDPSession(page);
  const point = { x: box.x + 40, y: box.y + box.height / 2 };
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.waitForTimeout(900);
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  const bar = page.getByRole("toolbar", { name: "Selection" });
  await expect(bar).toContainText("1 selected");
  await link(page, "B").tap();
  await expect(bar).toContainText("2 selected");
  await bar.getByRole("button", { name: "Delete" }).tap();
  await expect(sidebar(page).getByText("Your conversations will be listed here.")).toBeVisible();
  await page.getByRole("link", { name: "Trash" }).tap();
  await page.getByRole("button", { name: "Empty the trash" }).tap();
  await page.getByRole("alertdialog").getByRole("button", { name: "Empty the trash" }).tap();
  await expect(page.getByText("The trash is empty")).toBeVisible();
});

test("folders, tags, archive and trash are accessible @phone-too", async ({ page, isMobile }) => {
  await signUp(page);
  const make = await device(page);
  const outer = await make.folder("Journeys");
  const inner = await make.folder("Portugal", outer.id);
  await make.conversation("Lisbon in May", inner.id);
  await make.conversation("A train to Porto", outer.id);
  for (const title of ["Groceries", "A title that is much longer than the list is wide", "Notes"])
    await make.conversation(title);
  await page.reload();
  await openList(page, isMobile);
  await folder(page, "Journeys").click();
  await folder(page, "Portugal").click();
  await expect(link(page, "Lisbon in May")).toBeVisible();
  await look(page, "organise, list");
  await sidebar(page).getByRole("button", { name: "Actions for Groceries" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Select" }).click();
  await expect(page.getByRole("toolbar", { name: "Selection" })).toBeVisible();
  await look(page, "organise, selection");
  await page.getByRole("toolbar").getByRole("button", { name: "Tag" }).click();
  await page.getByRole("dialog").getByLabel("New tag").fill("urgent");
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: "Edit urgent" }).click();
  await look(page, "organise, tags");
  await page.keyboard.press("Escape");
  await page.getByRole("toolbar").getByRole("button", { name: "Move" }).click();
  await expect(page.getByRole("dialog", { name: /^Move/ })).toBeVisible();
  await look(page, "organise, move");
  await page.keyboard.press("Escape");
  await page.getByRole("toolbar").getByRole("button", { name: "Clear the selection" }).click();
  await sidebar(page).getByRole("button", { name: "Actions for Journeys" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Folder settings" }).click();
  await expect(page.getByRole("dialog").getByLabel("System prompt")).toBeVisible();
  await look(page, "organise, folder");
  await page.keyboard.press("Escape");
  await sidebar(page).getByRole("button", { name: "Actions for Journeys" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("radio").first()).toBeVisible();
  await look(page, "organise, delete-folder");
  await page.keyboard.press("Escape");
  await sidebar(page).getByRole("button", { name: "Actions for Notes" }).click({ force: true });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(undo(page)).toBeVisible();
  await page.goto("/trash");
  await expect(page.getByRole("button", { name: "Restore Notes" })).toBeVisible();
  await look(page, "organise, trash");
  await page.goto("/archive");
  await expect(page.getByText("The archive is empty")).toBeVisible();
  await look(page, "organise, archive-empty");
  await make.archive(await make.conversation("Put away"));
  await page.reload();
  await expect(page.getByRole("button", { name: "Take Put away out of the archive" })).toBeVisible();
  await look(page, "organise, archive");
});
