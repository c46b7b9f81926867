import { test as base, expect, type Page } from "@playwright/test";

export const PASSWORD = "a calm and precise passphrase";
/** Made before all tests; a host named by BASE_URL must have it. */
export const ADMINISTRATOR = "keeper";
let count = 0;

/** Steps as a person takes them, and what must never happen while they are taken. */
export const test = base.extend<{ complaints: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(process.env.BASE_URL as string);
  },
  // Every test fails on a script error or on anything the content security policy refused.
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      listen(page, complaints);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

export function listen(page: Page, complaints: string[]) {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(message.text()))
      complaints.push(message.text());
  });
}

export const composer = (page: Page) => page.getByRole("textbox", { name: "Message" });
export const answers = (page: Page) => page.getByRole("article", { name: "Answer" });
export const questions = (page: Page) => page.getByRole("article", { name: "You" });
export const sidebar = (page: Page) => page.getByRole("navigation", { name: "Your conversations" });

export async function signUp(page: Page): Promise<{ name: string }> {
  const name = `ada${Date.now().toString(36)}${count++}`;
  await page.goto("/register");
  await page.getByLabel("User name").fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(composer(page)).toBeVisible();
  return { name };
}

export async function logIn(page: Page, name: string) {
  await page.goto("/login");
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(composer(page)).toBeVisible();
}

/** An access token of whoever is signed in here, for what a test asks of the API itself. */
export const tokenOf = (page: Page) =>
  page.evaluate(async () => {
    const response = await fetch("/api/v1/auth/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return ((await response.json()) as { accessToken: string }).accessToken;
  });

export async function chooseModel(page: Page, model: string) {
  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: new RegExp(`^${model}`) }).click();
  await expect(page.getByRole("combobox", { name: "Model" })).toContainText(model);
}

export async function ask(page: Page, question: string) {
  await composer(page).fill(question);
  await composer(page).press("Enter");
  await expect(questions(page).last()).toContainText(question.slice(0, 40));
}

/** The last answer is there as a whole. */
export async function answered(page: Page) {
  await expect(answers(page).last()).toHaveAttribute("data-status", "complete", { timeout: 20_000 });
}

/** From here on the page sends this many bytes a second, as a slow line would; null: as fast as it can. */
export async function throttle(page: Page, bytesPerSecond: number | null) {
  const session = await page.context().newCDPSession(page);
  const uploadThroughput = bytesPerSecond ?? -1;
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}
