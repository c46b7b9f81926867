import { look } from "./look";
import { api, tile, withNode } from "./nodes";
import { ADMINISTRATOR, answered, answers, ask, expect, listen, logIn, signUp, test } from "./people";

test("an administrator describes and tags a model, users find it and try it @phone-too", async ({
  page,
  browser,
  baseURL,
  complaints,
  isMobile,
}) => {
  const one = isMobile ? "phone" : "wide";
  const [model, tag] = [`quillmaster-${one}:test`, `letters-${one}`];
  await logIn(page, ADMINISTRATOR);
  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const user = await elsewhere.newPage();
  listen(user, complaints);
  await withNode(page, `desk-${one}`, { [model]: "echo:test" }, async () => {
    await page.goto("/admin/catalogue");
    await page.getByRole("button", { name: "New tag" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(tag);
    await dialog.getByLabel("Colour").selectOption("Teal");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("list", { name: "Tags" })).toContainText(tag);

    await page.getByLabel("Search", { exact: true }).fill(model);
    await page.getByRole("checkbox", { name: `Select ${model}` }).check();
    await page.getByRole("button", { name: "Tags…" }).click();
    await dialog.getByRole("group", { name: "Put on" }).getByRole("checkbox", { name: tag }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    const row = page.getByRole("list", { name: "Models" }).getByRole("listitem").filter({ hasText: model });
    await expect(row).toContainText(tag);

    await page.getByRole("button", { name: `About ${model}` }).click();
    await dialog.getByLabel("Display name").fill(`Quill Master ${one}`);
    await dialog.getByLabel("Description").fill("Writes letters that people like to read.");
    await expect(dialog.getByLabel("Family")).toHaveAttribute("placeholder", "simulated");
    await dialog.getByLabel("Family").fill("feather");
    await expect(dialog.getByText("Engine says: simulated")).toBeVisible();
    await look(page, "catalogue, edit");
    await dialog.getByRole("button", { name: "Family: back to what the engine says" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(row).toContainText(`Quill Master ${one}`);
    await look(page, "catalogue, administration");

    await signUp(user);
    await user.goto("/models");
    await user.getByLabel("Search", { exact: true }).fill("quilmastr");
    await expect(user).toHaveURL(/q=quilmastr/);
    await expect(tile(user, `Quill Master ${one}`)).toContainText("Writes letters");
    await user.getByRole("button", { name: "Clear filters" }).click();
    await user.getByLabel("Search", { exact: true }).fill(tag);
    if (isMobile) await user.getByRole("button", { name: "Filters" }).click();
    await user.getByRole("group", { name: "Tags" }).getByRole("checkbox", { name: tag }).check();
    await expect(user).toHaveURL(/tag=/);
    await user.reload();
    await expect(user.getByRole("status").filter({ hasText: "1 model" })).toBeVisible();
    await look(user, "models");

    await tile(user, `Quill Master ${one}`)
      .getByRole("link", { name: `Quill Master ${one}`, exact: true })
      .click();
    await expect(user.getByRole("heading", { name: `Quill Master ${one}` })).toBeVisible();
    await look(user, "model");
    await user.getByRole("tab", { name: "About" }).focus();
    await user.keyboard.press("ArrowRight");
    await user.keyboard.press("Enter");
    await expect(user.getByRole("tab", { name: "Parameters" })).toHaveAttribute("aria-selected", "true");
    await expect(user.getByRole("tab", { name: "Nodes" })).toHaveCount(0);
    await user
      .getByRole("link", { name: `Try Quill Master ${one}` })
      .first()
      .click();
    await expect(user.getByRole("combobox", { name: "Model" })).toContainText(model);
    await ask(user, "Dear reader");
    await answered(user);
    await expect(answers(user).last()).toContainText("Dear reader");
  });
  await elsewhere.close();
});

test("a model that comes to a node and leaves it is seen without a reload", async ({
  page,
  browser,
  baseURL,
  complaints,
}) => {
  await logIn(page, ADMINISTRATOR);
  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const user = await elsewhere.newPage();
  listen(user, complaints);
  await withNode(page, "gallery", { "resident-of-gallery:test": "echo:test" }, async ({ id, simulator }) => {
    const atTheNode = (method: string, path: string, body: object) =>
      fetch(`${simulator.url}${path}`, { method, body: JSON.stringify(body) }).then((answer) => answer.text());
    await signUp(user);
    await user.goto("/models?q=of-gallery");
    await expect(tile(user, "resident-of-gallery:test")).toBeVisible();

    const copy = { source: "resident-of-gallery:test", destination: "guest-of-gallery:test" };
    await atTheNode("POST", "/api/copy", copy);
    await api(page, "POST", `/admin/nodes/${id}/probe`);
    await expect(tile(user, "guest-of-gallery:test")).toBeVisible();
    await atTheNode("DELETE", "/api/delete", { model: "guest-of-gallery:test" });
    // Nobody says so: the server finds it at its next look.
    await expect(tile(user, "guest-of-gallery:test")).toHaveCount(0);
    await expect(tile(user, "resident-of-gallery:test")).toBeVisible();
  });
  await elsewhere.close();
});
