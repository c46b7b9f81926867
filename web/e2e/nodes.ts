import type { Locator, Page } from "@playwright/test";
import { type Simulator, startEngineSimulator } from "./engine-simulator";
import { expect, tokenOf } from "./people";

/** Something asked of the API as whoever is signed in here. */
export async function api(page: Page, method: string, path: string, data?: object) {
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const response = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data ? { data } : {}) });
  expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
  return response;
}

/** A node of this test alone, with these models; what is installed on it no other test sees. Names are for all tests. */
export async function withNode(
  page: Page,
  name: string,
  models: Record<string, string>,
  work: (node: { id: string; simulator: Simulator }) => Promise<void>,
) {
  const simulator = await startEngineSimulator(models);
  const added = await api(page, "POST", "/admin/nodes", { name, kind: "ollama", url: simulator.url });
  const { id } = (await added.json()) as { id: string };
  try {
    await work({ id, simulator });
  } finally {
    await api(page, "DELETE", `/admin/nodes/${id}`);
    simulator.close();
  }
}

/** What became of an installation, newest first. */
export const job = (page: Page, model: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: new RegExp(`^${model} `) }) });

/** On the page of installations. */
export async function install(page: Page, model: string, node: string) {
  await page.getByRole("button", { name: "Install model" }).click();
  const dialog = page.getByRole("dialog", { name: "Install a model" });
  await dialog.getByLabel("Model", { exact: true }).fill(model);
  await onlyOn(dialog, node);
  await dialog.getByRole("button", { name: "Install", exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** Chooses this node alone. Others' nodes come and go meanwhile. */
export async function onlyOn(dialog: Locator, node: string) {
  for (const box of await dialog.getByRole("checkbox").all())
    await box.uncheck({ timeout: 2_000 }).catch(() => undefined);
  await dialog.getByRole("checkbox", { name: node, exact: true }).check();
}

export const installed = (page: Page, model: string) =>
  page
    .getByRole("list", { name: "On the nodes" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: model, exact: true }) });

/** What can be done with an installed model. */
export async function act(page: Page, model: string, action: string) {
  await installed(page, model)
    .getByRole("button", { name: `Actions for ${model}` })
    .click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

/** A model where everybody looks for one. */
export const tile = (page: Page, name: string) =>
  page
    .getByRole("list", { name: "All models" })
    .getByRole("article")
    .filter({ has: page.getByRole("link", { name, exact: true }) });
