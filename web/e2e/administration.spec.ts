import type { Page } from "@playwright/test";
import { type Simulator, startEngineSimulator } from "./engine-simulator";
import {
  ADMINISTRATOR,
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  listen,
  logIn,
  signUp,
  test,
  tokenOf,
} from "./people";

const node = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
const api = async (page: Page, method: string, path: string, data?: object) => {
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const response = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data ? { data } : {}) });
  expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
  return response;
};
/** A switch moves at once; the server has it when this came back. */
const written = (page: Page, path: string) =>
  page.waitForResponse((response) => response.url().endsWith(path) && response.request().method() !== "GET");
let simulator: Simulator;

test.beforeAll(async () => {
  simulator = await startEngineSimulator({ "attic:test": "echo:test", "crowd:test": "slow:test" });
});
test.afterAll(() => simulator.close());

test("who is no administrator is told so", async ({ page }) => {
  await signUp(page);
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("menuitem", { name: "Settings" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Administration" })).toHaveCount(0);
  await page.goto("/admin/nodes");
  await expect(page.getByRole("heading", { name: "This area is for administrators" })).toBeVisible();
});

test("an administrator adds a node, sees it answer, drains and removes it @phone-too", async ({ page, isMobile }) => {
  const name = isMobile ? "attic-phone" : "attic";
  await logIn(page, ADMINISTRATOR);
  if (isMobile) await page.getByRole("button", { name: "Open conversations" }).click();
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Administration" }).click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await page.getByRole("link", { name: "Nodes", exact: true }).click();
  await expect(node(page, "simulator")).toContainText("From the settings file");

  await page.getByRole("button", { name: "Add node" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Address").fill("http://127.0.0.1:9");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Not reachable" })).toBeVisible();
  await page.getByLabel("Address").fill(simulator.url);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByRole("dialog").getByText("Reachable, version 0.40.0, 2 models.")).toBeVisible();
  await page.getByRole("button", { name: "Add", exact: true }).click();

  await expect(node(page, name)).toContainText("Reachable");
  await node(page, name).getByRole("button", { name: "2 models" }).click();
  await expect(node(page, name)).toContainText("attic:test");
  await node(page, name).getByRole("button", { name: "Drain" }).click();
  await expect(node(page, name)).toContainText("Drained");
  await node(page, name).getByRole("button", { name: "Resume" }).click();
  await expect(node(page, name)).toContainText("Reachable");

  await node(page, name)
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByLabel("Requests at once").fill("4");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(node(page, name)).toContainText("0 of 4");

  await node(page, name)
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(node(page, name)).toHaveCount(0);
});

test("a machine joins with a token, loses its approval and gets it back", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/nodes");
  await page.getByRole("button", { name: "Create join token" }).click();
  await page.getByLabel("Name", { exact: true }).fill("rack");
  await page.getByLabel("Approve at once from these networks").fill("127.0.0.0/8");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const token = await page.getByLabel("Token", { exact: true }).inputValue();
  expect(token).toMatch(/^onj_/);
  await expect(page.getByText("/api/v1/nodes/announce")).toBeVisible();
  const announced = await page.request.post("/api/v1/nodes/announce", {
    headers: { authorization: `Bearer ${token}` },
    data: { name: "gpu-1", kind: "ollama", url: simulator.url },
  });
  expect(announced.ok(), await announced.text()).toBe(true);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("At once from 127.0.0.0/8")).toBeVisible();
  await expect(node(page, "gpu-1")).toContainText("Announced from 127.0.0.1");
  const { id } = (await announced.json()) as { id: string };
  await api(page, "PATCH", `/admin/nodes/${id}`, { approved: false });

  await expect(node(page, "gpu-1")).toContainText("Waits for approval");
  await node(page, "gpu-1").getByRole("button", { name: "Approve" }).click();
  await expect(node(page, "gpu-1")).not.toContainText("Waits for approval");
  await page.getByRole("button", { name: "Revoke: rack" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("No join tokens")).toBeVisible();
  await node(page, "gpu-1").getByRole("button", { name: "Actions for gpu-1" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(node(page, "gpu-1")).toHaveCount(0);
});

test("an alias is made, answers in the chat, is removed and brought back", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/models");
  await page.getByRole("button", { name: "Add alias" }).click();
  await page.getByRole("textbox", { name: "Alias" }).fill("house");
  await page.getByLabel("Model 1", { exact: true }).fill("gone:test");
  await page.getByRole("button", { name: "Add a fallback" }).click();
  await page.getByLabel("Model 2", { exact: true }).fill("echo:test");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "gone:test" }).first()).toContainText("no node has it");

  await page.goto("/");
  await chooseModel(page, "house");
  await ask(page, "Who answers?");
  await answered(page);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("Who answers?");

  await page.goto("/admin/models");
  await page.getByRole("button", { name: "Remove: house" }).click();
  await expect(page.getByRole("heading", { name: "house" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "house" })).toBeVisible();
  await api(page, "DELETE", "/admin/model-aliases?name=house");
});

test("a hidden model is not offered", async ({ page }) => {
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/models");
  const hide = page.getByRole("switch", { name: "Hidden: long:test" });
  await Promise.all([written(page, "/admin/model-policies"), hide.click()]);
  await expect(hide).toBeChecked();
  await page.reload();
  await expect(hide).toBeChecked();
  await page.goto("/");
  await page.getByRole("combobox", { name: "Model" }).click();
  await expect(page.getByRole("option", { name: /^echo:test/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /^long:test/ })).toHaveCount(0);
  await page.goto("/admin/models");
  await Promise.all([written(page, "/admin/model-policies"), hide.click()]);
  await expect(hide).not.toBeChecked();
});

test("who waits sees the place in the queue", async ({ page, browser, baseURL, complaints }) => {
  await logIn(page, ADMINISTRATOR);
  const added = await api(page, "POST", "/admin/nodes", {
    name: "crowded",
    kind: "ollama",
    url: simulator.url,
    maxConcurrent: 1,
  });
  const { id } = (await added.json()) as { id: string };
  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const other = await elsewhere.newPage();
  listen(other, complaints);
  try {
    await page.goto("/");
    await expect(async () => {
      await page.reload();
      await chooseModel(page, "crowd:test");
    }).toPass();
    await ask(page, "Count first");
    await expect(answers(page).last()).toContainText("word3");

    await signUp(other);
    await chooseModel(other, "crowd:test");
    await ask(other, "Count after");
    await expect(other.getByText("All places are taken. You are next.")).toBeVisible();

    await page.getByRole("button", { name: "Stop" }).click();
    await expect(answers(other).last()).toContainText("word1");
    await expect(other.getByText("All places are taken")).toHaveCount(0);
    await other.getByRole("button", { name: "Stop" }).click();
    await expect(answers(other).last()).toHaveAttribute("data-status", "stopped");
  } finally {
    await elsewhere.close();
    await api(page, "DELETE", `/admin/nodes/${id}`);
  }
});

test("who keeps questions on site is not sent elsewhere", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "remote:test");
  await expect(page.getByText("Leaves this site. What you write")).toBeVisible();
  await ask(page, "Far away?");
  await answered(page);
  const conversation = page.url();
  await page.goto("/settings/privacy");
  const keep = page.getByRole("switch", { name: "Keep my questions on this site" });
  await Promise.all([written(page, "/me/inference"), keep.click()]);
  await expect(keep).toBeChecked();
  await page.reload();
  await expect(keep).toBeChecked();

  await page.goto("/");
  await expect(composer(page)).toBeVisible();
  await page.getByRole("combobox", { name: "Model" }).click();
  await expect(page.getByRole("option", { name: /^echo:test/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /^remote:test/ })).toHaveCount(0);

  await page.goto(conversation);
  await expect(page.getByText("remote:test is not available to you.")).toBeVisible();
  await ask(page, "And now?");
  await expect(page.getByRole("alert").filter({ hasText: "remote:test" })).toBeVisible();
  await chooseModel(page, "echo:test");
  await page
    .getByRole("button", { name: /^(Try again|Regenerate)$/ })
    .last()
    .click();
  await answered(page);
  await expect(answers(page).last().locator(".prose-chat")).toHaveText("And now?");
});

test("a limit is set, met in the chat, and lifted", async ({ page, browser, baseURL, complaints }) => {
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/limits");
  await page.getByRole("button", { name: "Add rule" }).click();
  await page.getByLabel("For", { exact: true }).selectOption("model");
  await page.getByLabel("Model", { exact: true }).fill("flaky:test");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Fill in at least one limit.")).toBeVisible();
  await page.getByLabel("Requests a minute").fill("1");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const rule = page.getByRole("listitem").filter({ hasText: "flaky:test" });
  await expect(rule).toContainText("1");

  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const other = await elsewhere.newPage();
  listen(other, complaints);
  await signUp(other);
  await chooseModel(other, "flaky:test");
  await ask(other, "One");
  await expect(other.getByRole("alert").first()).toBeVisible();
  await expect(async () => {
    await other.getByRole("button", { name: "Try again" }).first().click({ timeout: 500 });
    await expect(
      other
        .getByRole("alert")
        .filter({ hasText: /limit|minute/i })
        .first(),
    ).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await elsewhere.close();

  await rule.getByRole("button", { name: "Remove: flaky:test" }).click();
  await expect(rule).toHaveCount(0);
});

test("what was used is shown and downloaded", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Count me");
  await answered(page);
  await expect(async () => {
    await page.goto("/settings/usage");
    await expect(page.getByRole("img", { name: /^Tokens by day/ })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByLabel("By", { exact: true }).selectOption("model");
  await expect(page.getByRole("rowheader", { name: "echo:test" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^usage-by-model-.*\.csv$/);
});
