import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { look } from "./look";
import {
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  listen,
  PASSWORD,
  questions,
  sidebar,
  signUp,
  test,
  throttle,
  tokenOf,
} from "./people";

async function converse(page: Page, question: string) {
  await chooseModel(page, "echo:test");
  await ask(page, question);
  await answered(page);
}

/** As if the conversation were longer than a link shows. */
const lengthen = (page: Page) =>
  page.route(/\/api\/v1\/(shares|shared\/[\w-]{43})$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), omitted: 1234 } });
  });

async function choose(page: Page, item: string) {
  const isPhone = (page.viewportSize()?.width ?? 0) < 700;
  if (isPhone) await page.getByRole("button", { name: "Open conversations" }).click();
  const row = sidebar(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("link") })
    .first();
  await row.hover();
  await row.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a conversation is shared, read by a stranger, continued by somebody else, and revoked @phone", async ({
  page,
  context,
  browser,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signUp(page);
  await converse(page, "What is **bold** <img src=x onerror=alert(1)>?");
  await choose(page, "Share");
  await expect(page.getByRole("dialog", { name: "Share this conversation" })).toBeVisible();
  await look(page, "share dialog");
  await lengthen(page);
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByText("the 1,234 before them are not in it")).toBeVisible();
  await page.getByRole("button", { name: "Copy link" }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/\/s\/[\w-]{43}$/);
  await page.getByRole("button", { name: "Done" }).click();

  const complaints: string[] = [];
  const stranger = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  listen(stranger, complaints);
  await lengthen(stranger);
  const answer = await stranger.goto(url);
  expect(answer?.headers()["x-robots-tag"]).toContain("noindex");
  await expect(stranger.getByText("1,234 messages before these are not shown.")).toBeVisible();
  await expect(stranger.getByRole("article")).toHaveCount(2);
  await expect(stranger.getByRole("article").first()).toContainText("<img src=x onerror=alert(1)>");
  await expect(stranger.locator("main img")).toHaveCount(0);
  await expect(stranger.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(stranger.getByRole("navigation")).toHaveCount(0);
  await look(stranger, "shared page");

  await stranger.getByRole("link", { name: "Log in to continue it" }).click();
  await stranger.getByRole("link", { name: "Create account" }).click();
  await expect(stranger.getByRole("heading", { name: "Create your account" })).toBeVisible();
  const name = `bob${Date.now().toString(36)}`;
  await stranger.getByLabel("User name").fill(name);
  await stranger.getByLabel("E-mail").fill(`${name}@example.org`);
  await stranger.getByLabel("Password", { exact: true }).fill("a calm and precise passphrase");
  await stranger.getByRole("button", { name: "Create account" }).click();
  await expect(stranger).not.toHaveURL(/register/);
  await stranger.goto(url);
  await stranger.getByRole("button", { name: "Continue this conversation" }).click();
  await expect(questions(stranger)).toHaveCount(1);
  await chooseModel(stranger, "echo:test");
  await ask(stranger, "And mine");
  await answered(stranger);
  await expect(answers(stranger)).toHaveCount(2);

  await page.goto("/settings/links");
  await expect(page.getByText(/Opened (once|\d+ times)/)).toBeVisible();
  expect(await page.content()).not.toContain(url.split("/s/")[1]);
  await look(page, "shared links");
  await page.getByRole("button", { name: /^Revoke: / }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No shared links")).toBeVisible();
  await stranger.goto(url);
  await expect(stranger.getByRole("heading", { name: "This link opens nothing" })).toBeVisible();
  await look(stranger, "link that opens nothing");
  expect(complaints).toEqual([]);
});

test("a link asks strangers to log in where it says so, and opens nothing when its time is over", async ({
  page,
  browser,
  baseURL,
}) => {
  const { name } = await signUp(page);
  await converse(page, "For us alone");
  const complaints: string[] = [];
  const stranger = await browser.newPage(baseURL ? { baseURL } : {});
  listen(stranger, complaints);

  await choose(page, "Share");
  await page.getByLabel("The link ends").selectOption("In 1 day");
  await page.getByRole("switch", { name: /^Only for people with an account here/ }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  await stranger.goto(await page.getByLabel("Address of the link").inputValue());
  await expect(
    stranger.getByRole("heading", { name: "This conversation is for people with an account here" }),
  ).toBeVisible();
  expect(await stranger.content()).not.toContain("For us alone");
  await look(stranger, "link that asks to log in");
  await stranger.getByRole("link", { name: "Log in" }).click();
  await stranger.getByLabel("User name or e-mail").fill(name);
  await stranger.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await stranger.getByRole("button", { name: "Log in" }).click();
  await expect(stranger.getByRole("article").first()).toContainText("For us alone");

  // The dialog's shortest time is a day.
  const made = await page.request.post("/api/v1/shares", {
    headers: { authorization: `Bearer ${await tokenOf(page)}` },
    data: { conversationId: page.url().split("/c/")[1], expiresAt: new Date(Date.now() + 3_000) },
  });
  const { url } = (await made.json()) as { url: string };
  await stranger.goto(url);
  await expect(stranger.getByRole("article").first()).toContainText("For us alone");
  await expect(async () => {
    await stranger.goto(url);
    await expect(stranger.getByRole("heading", { name: "This link opens nothing" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(stranger.getByText("its time is over")).toBeVisible();
  await expect(stranger.getByRole("article")).toHaveCount(0);
  await stranger.close();

  await page.goto("/settings/links");
  await expect(page.getByText("Sign-in needed")).toBeVisible();
  await expect(page.getByText(/· Expires /)).toHaveCount(1);
  await expect(page.getByText(/^Expired /)).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test("conversations come along from ChatGPT and Open WebUI, with a report of what did not", async ({ page }) => {
  const said = (role: string, text: string) => ({ author: { role }, content: { content_type: "text", parts: [text] } });
  const fromChatGpt = [
    {
      title: "Trip to Lisbon",
      create_time: 1700000000.5,
      conversation_id: "c-1",
      current_node: "b",
      mapping: {
        root: { id: "root", message: null, parent: null, children: ["a"] },
        a: { id: "a", message: said("user", "Where is this?"), parent: "root", children: ["b", "c"] },
        b: { id: "b", message: said("assistant", "In Lisbon."), parent: "a", children: [] },
        c: { id: "c", message: said("assistant", "In Porto."), parent: "a", children: [] },
      },
    },
    { title: "Nothing in it", conversation_id: "c-2", mapping: { r: { id: "r", message: null, parent: null } } },
  ];
  const messages = {
    a: {
      id: "a",
      parentId: null,
      childrenIds: ["b"],
      role: "user",
      content: "Soup?",
      files: [{ type: "file", id: "f" }],
    },
    b: { id: "b", parentId: "a", childrenIds: [], role: "assistant", model: "llama3.2:3b", content: "Leek." },
  };
  const fromOpenWebUi = [
    { id: "3f1c", title: "Cooking", chat: { title: "Cooking", history: { currentId: "b", messages } } },
  ];
  await signUp(page);
  await page.goto("/settings/data");
  const send = (name: string, content: unknown) =>
    page
      .getByLabel("File to import")
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(content)) });

  await send("conversations.json", fromChatGpt);
  await expect(page.getByText("Import from ChatGPT")).toBeVisible();
  await expect(page.getByText("1 of 2 conversations taken")).toBeVisible();
  await expect(page.getByText("3 messages")).toBeVisible();
  await expect(page.getByText("1 had nothing in them")).toBeVisible();
  await send("chat-export.json", fromOpenWebUi);
  await expect(page.getByText("Import from Open WebUI")).toBeVisible();
  await expect(page.getByText("1 of 1 conversations taken")).toBeVisible();
  await expect(page.getByText("1 files that are not in the export")).toBeVisible();

  await page.goto("/");
  await sidebar(page).getByRole("link", { name: "Trip to Lisbon" }).click();
  await expect(questions(page)).toContainText("Where is this?");
  await expect(answers(page)).toContainText("In Lisbon.");
  await sidebar(page).getByRole("link", { name: "Cooking" }).click();
  await expect(questions(page)).toContainText("Soup?");
  await expect(answers(page)).toContainText("Leek.");
});

test("one conversation is saved as a file", async ({ page }) => {
  await signUp(page);
  await converse(page, "Keep this");
  await choose(page, "Export");
  await look(page, "export dialog");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/\.md$/);
  expect(readFileSync(await file.path(), "utf8")).toContain("Keep this");
});

test("everything is exported, and imported into another account @phone-too", async ({ page, browser }) => {
  await signUp(page);
  await converse(page, "Take me along");
  await page.goto("/settings/data");
  await expect(page.getByText("No exports yet.")).toBeVisible();
  await look(page, "data, empty");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download: / }).click();
  const path = await (await saving).path();

  const other = await (
    await browser.newContext({ viewport: page.viewportSize(), baseURL: process.env.BASE_URL })
  ).newPage();
  const { name } = await signUp(other);
  expect(name).toBeTruthy();
  await other.goto("/settings/data");
  const send = () =>
    other
      .getByLabel("File to import")
      .setInputFiles({ name: "mine.zip", mimeType: "application/zip", buffer: readFileSync(path) });
  await send();
  await expect(other.getByText("1 of 1 conversations taken")).toBeVisible();
  await send();
  await expect(other.getByText("0 of 1 conversations taken")).toBeVisible();
  await expect(other.getByText("1 were here already")).toBeVisible();
  await look(other, "data");
  await other
    .getByLabel("File to import")
    .setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("hello") });
  await expect(other.getByRole("alert")).toContainText("neither JSON nor a zip archive");
  await other.goto("/");
  await expect(composer(other)).toBeVisible();
  if ((other.viewportSize()?.width ?? 0) < 700) await other.getByRole("button", { name: "Open conversations" }).click();
  await sidebar(other).getByRole("link").first().click();
  await expect(questions(other).first()).toContainText("Take me along");
});

test("a file that is being imported says how far it is, and can be called off", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/data");
  await expect(page.getByText("No imports yet.")).toBeVisible();
  await throttle(page, 200_000);
  await page
    .getByLabel("File to import")
    .setInputFiles({ name: "long.json", mimeType: "application/json", buffer: Buffer.alloc(2_000_000, " ") });
  const progress = page.getByRole("progressbar");
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0.1);
  await expect(page.getByText(/^\d\d%$/)).toBeVisible();
  await look(page, "import on its way");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toHaveCount(0);
  await expect(page.getByText("No imports yet.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});
