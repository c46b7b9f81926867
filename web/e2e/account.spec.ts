import type { Page } from "@playwright/test";
import { look } from "./look";
import { ADMINISTRATOR, composer, expect, logIn, PASSWORD, signUp, test, tokenOf } from "./people";

test("another device is logged out, and a new password logs out the rest", async ({ page, browser, baseURL }) => {
  const { name } = await signUp(page);
  const context = await browser.newContext({ baseURL: baseURL as string });
  const elsewhere = await context.newPage();
  await logIn(elsewhere, name);

  await page.goto("/settings/security");
  const rows = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Log out: / }) });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await look(page, "security with two devices");
  await rows.last().getByRole("button").click();
  await expect(rows).toHaveCount(1);
  await expect(elsewhere).toHaveURL(/\/login/);

  await logIn(elsewhere, name);
  const form = page.getByRole("form", { name: "Password" });
  await form.getByLabel("Current password").fill("not the password at all");
  await form.getByLabel("New password").fill("short");
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("7 more characters needed.")).toBeVisible();
  await form.getByLabel("New password").fill("seven quiet rivers run north");
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("This is not your current password.")).toBeVisible();
  await look(page, "password refused");
  await form.getByLabel("Current password").fill(PASSWORD);
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("Your password was changed.")).toBeVisible();
  await expect(elsewhere).toHaveURL(/\/login/);
  await context.close();

  await page.goto("/");
  await expect(composer(page)).toBeVisible();
});

test("picture, name, language and time zone follow to another device", async ({ page, browser, baseURL }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/profile");
  await page.getByLabel("Picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: await sunset(page) });
  const menu = page.getByRole("button", { name: /^Account/ });
  await expect(menu.locator("img")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(menu).toContainText("Ada Lovelace");
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
  await expect(menu.locator("img")).toBeVisible();
  await look(page, "profile with picture");
  await page.goto("/settings");
  await page.getByLabel("Language").selectOption({ label: "Deutsch" });
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  const context = await browser.newContext({ baseURL: baseURL as string });
  const phone = await context.newPage();
  await phone.goto("/login");
  await phone.getByLabel("User name or e-mail").fill(name);
  await phone.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await phone.getByRole("button", { name: "Log in" }).click();
  await expect(phone.locator("html")).toHaveAttribute("lang", "de");
  await expect(phone.getByRole("button", { name: "Konto: Ada Lovelace" }).locator("img")).toBeVisible();
  await context.close();
});

/** A picture that is no square, made by the browser. */
const sunset = async (page: Page) => {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    const sky = context.createLinearGradient(0, 0, 0, 300);
    sky.addColorStop(0, "#27457a");
    sky.addColorStop(1, "#f2a65a");
    context.fillStyle = sky;
    context.fillRect(0, 0, 400, 300);
    context.fillStyle = "#fff3d6";
    context.arc(200, 190, 60, 0, Math.PI * 2);
    context.fill();
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  return Buffer.from(base64, "base64");
};

test("a forgotten password is replaced through the link that an administrator made", async ({
  page,
  browser,
  baseURL,
}) => {
  const { name } = await signUp(page);
  const id = await page.evaluate(async () => {
    const body = JSON.stringify({});
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/api/v1/auth/refresh", { method: "POST", headers, body });
    return ((await answer.json()) as { user: { id: string } }).user.id;
  });
  const context = await browser.newContext({ baseURL: baseURL as string });
  const admin = await context.newPage();
  await logIn(admin, ADMINISTRATOR);
  const path = await admin.evaluate(
    async ([user, token]) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`/api/v1/admin/users/${user}/reset-link`, { method: "POST", headers });
      return ((await answer.json()) as { path: string }).path;
    },
    [id, await tokenOf(admin)] as const,
  );
  await context.close();

  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await look(page, "forgot");
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText("This server sends no mail.")).toBeVisible();

  await page.goto(path);
  await expect(page).toHaveURL(/\/reset$/);
  await page.getByLabel("New password").fill("seven quiet rivers run north");
  await look(page, "reset");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("status").getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill("seven quiet rivers run north");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(composer(page)).toBeVisible();

  await page.goto("/settings/security");
  const form = page.getByRole("form", { name: "E-mail address" });
  await form.getByLabel("New e-mail address").fill(`${name}@new.example.org`);
  await form.getByLabel("Current password").fill("seven quiet rivers run north");
  await form.getByRole("button", { name: "Change address" }).click();
  await expect(form.getByText("Your address was changed.")).toBeVisible();
  await look(page, "security with address");
  await page.goto(`/confirm#${"A".repeat(43)}`);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page.getByRole("alert")).toContainText("This link was used");
  await look(page, "confirm refused");
});
