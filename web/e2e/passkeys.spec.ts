import type { Page } from "@playwright/test";
import { look } from "./look";
import { composer, expect, PASSWORD, signUp, test } from "./people";

/** Browsers make passkeys for names only. */
const named = () => (process.env.BASE_URL as string).replace("127.0.0.1", "localhost");

/** A device with a finger on it, as Chromium simulates one. */
async function withAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    refuse: () => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false }),
    unlock: () => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true }),
  };
}

test.describe("by name", () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    baseURL: async ({}, use) => {
      await use(named());
    },
  });

  test("a passkey is added, logs in alone, proves who is there, is renamed and removed @phone-too", async ({
    page,
  }) => {
    const device = await withAuthenticator(page);
    await signUp(page);
    await page.goto("/settings/security");
    const list = page.getByRole("list", { name: "Passkeys" });
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(1);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(page.getByText("This device has a passkey for your account already.")).toBeVisible();

    await page.getByRole("button", { name: /^Rename: / }).click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Own laptop");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(list).toContainText("Own laptop");
    await look(page, "security, passkeys");

    await page.getByRole("button", { name: "Log out everywhere" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Log out everywhere" }).click();
    await device.refuse();
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await expect(page.getByText("No passkey was used. Try again when you are ready.")).toBeVisible();
    await look(page, "log in, passkey");
    await device.unlock();
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await expect(composer(page)).toBeVisible();

    await page.goto("/settings/security");
    await expect(list).toContainText("last used");
    // As the server answers a quarter of an hour later; the proof itself is real.
    let refused = false;
    await page.route("**/api/v1/auth/passkeys/*", async (route) => {
      if (route.request().method() !== "DELETE" || refused) return route.continue();
      refused = true;
      await route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        json: { status: 403, code: "fresh-login-required", detail: "Prove again who you are." },
      });
    });
    await page.getByRole("button", { name: "Remove: Own laptop" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    const question = page.getByRole("dialog", { name: "Is it you?" });
    await expect(question.getByRole("button", { name: "Use a passkey" })).toBeVisible();
    await look(page, "fresh log-in, passkey");
    await question.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("You have none yet.")).toBeVisible();
    await expect(page.getByRole("alertdialog")).toBeHidden();
  });
});

test("by an IP address the screens lead to the name", async ({ page }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/security");
  await expect(page.getByRole("heading", { name: "Passkeys" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a passkey" })).toBeHidden();
  await page.getByRole("link", { name: new URL(named()).host }).click();
  await expect(page).toHaveURL(new RegExp(`^${named()}/login`));
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("button", { name: "Add a passkey" })).toBeVisible();
});
