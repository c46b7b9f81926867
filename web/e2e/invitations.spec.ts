import { look } from "./look";
import { ADMINISTRATOR, composer, expect, logIn, PASSWORD, test } from "./people";

test("an administrator invites somebody, who registers with the link, and takes another back @phone-too", async ({
  page,
  browser,
  isMobile,
}) => {
  const name = `lise-${isMobile ? "phone" : "wide"}`;
  await logIn(page, ADMINISTRATOR);
  await page.goto("/admin/users");
  const invite = async (email: string) => {
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Invite somebody" });
    await dialog.getByLabel("E-mail").fill(email);
    await look(page, "invite");
    await dialog.getByRole("button", { name: "Invite", exact: true }).click();
    const made = page.getByRole("dialog", { name: "Invitation made" });
    const link = await made.getByLabel("Link of the invitation").inputValue();
    await made.getByRole("button", { name: "Done" }).click();
    return link;
  };
  const list = page.getByRole("list", { name: "Invitations" });
  const link = await invite(`${name}@example.org`);
  expect(link).toMatch(/\/register#.+/);
  await expect(list.getByRole("listitem").filter({ hasText: `${name}@example.org` })).toBeVisible();

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest.getByText("You are invited. The invitation works once.")).toBeVisible();
  await look(guest, "register by invitation");
  await guest.getByLabel("User name").fill(name);
  await guest.getByLabel("E-mail").fill(`${name}@example.com`);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account" }).click();
  await expect(guest.getByText("The invitation is for another address.")).toBeVisible();
  await guest.getByLabel("E-mail").fill(`${name}@example.org`);
  await guest.getByRole("button", { name: "Create account" }).click();
  await expect(composer(guest)).toBeVisible();
  await guest.context().close();

  await invite(`${name}-2@example.org`);
  const second = list.getByRole("listitem").filter({ hasText: `${name}-2@example.org` });
  await look(page, "users with invitations");
  await second.getByRole("button", { name: `Take back: ${name}-2@example.org` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take back" }).click();
  await expect(second).toBeHidden();
  await expect(list.getByRole("listitem").filter({ hasText: `${name}@example.org` })).toBeHidden();
});
