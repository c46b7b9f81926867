import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { look } from "./look";
import { composer, expect, PASSWORD, signUp, test } from "./people";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows, now or so many half minutes later. */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readInt32BE((hash[19] ?? 0) & 15) & 0x7fff_ffff;
  return `${number % 1_000_000}`.padStart(6, "0");
}

async function toSecondStep(page: Page, name: string) {
  await page.goto("/settings/security");
  await page.getByRole("button", { name: /^Log out: / }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Two-step log-in" })).toBeVisible();
}

test("a second step is set up, asked for at login, and turned off @phone-too", async ({ page }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("not the password at all");
  await dialog.getByRole("button", { name: "Next" }).click();
  await expect(dialog.getByText("This is not your current password.")).toBeVisible();
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Next" }).click();
  await expect(dialog.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  const code = dialog.getByLabel("Code", { exact: true });
  await expect(code).toBeFocused();
  await look(page, "two-step set up");
  const secret = (await dialog.locator("code").innerText()).replaceAll(" ", "");
  await code.fill("12345");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This code is wrong")).toBeVisible();
  await code.fill(codeOf(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [first = "", second = ""] = await codes.allInnerTexts();
  await look(page, "two-step recovery codes");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("ollamanet-recovery-codes.txt");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Recovery codes left: 10")).toBeVisible();
  await look(page, "security with two-step");

  await toSecondStep(page, name);
  const field = page.getByLabel("Code", { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await field.fill("abc");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("This code is wrong");
  await look(page, "two-step log in refused");
  await field.fill(codeOf(secret, 1));
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/login/);

  await toSecondStep(page, name);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await expect(page.getByLabel("Recovery code")).toBeFocused();
  await page.getByLabel("Recovery code").fill(first.toUpperCase());
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/\/login/);
  await page.goto("/settings/security");
  await expect(page.getByText("Recovery codes left: 9")).toBeVisible();

  await page.getByRole("button", { name: "Turn off" }).click();
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Use a recovery code" }).click();
  await dialog.getByLabel("Recovery code").fill(second);
  await look(page, "two-step turn off");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
  await page.goto("/");
  await expect(composer(page)).toBeVisible();
});
