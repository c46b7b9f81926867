import { act, api, install, installed, job, tile, withNode } from "./nodes";
import { ADMINISTRATOR, answered, answers, ask, expect, listen, logIn, signUp, test } from "./people";

test("a model is installed, tagged, found and asked, and the version before it is deleted", async ({
  page,
  browser,
  baseURL,
  complaints,
}) => {
  const [old, model, tag] = ["heron:1", "heron:2", "herons"];
  await logIn(page, ADMINISTRATOR);
  const elsewhere = await browser.newContext({ baseURL: baseURL as string });
  const user = await elsewhere.newPage();
  listen(user, complaints);
  await withNode(page, "heronry", { [old]: "echo:test" }, async () => {
    await signUp(user);
    await user.goto("/models?q=heron");
    await expect(tile(user, old)).toBeVisible();

    await page.goto("/admin/jobs");
    await install(page, model, "heronry");
    // Done is said when the node, asked, lists the model.
    await expect(job(page, model)).toContainText("Done");
    await expect(installed(page, model)).toContainText("heronry");

    await page.goto("/admin/catalogue");
    await page.getByRole("button", { name: "New tag" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(tag);
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByLabel("Search", { exact: true }).fill(model);
    await page.getByRole("checkbox", { name: `Select ${model}` }).check();
    await page.getByRole("button", { name: "Tags…" }).click();
    await dialog.getByRole("group", { name: "Put on" }).getByRole("checkbox", { name: tag }).check();
    await dialog.getByRole("button", { name: "Save" }).click();

    await user.getByLabel("Search", { exact: true }).fill(tag);
    await expect(tile(user, model)).toContainText(tag);
    await expect(tile(user, old)).toHaveCount(0);
    await tile(user, model).getByRole("link", { name: model, exact: true }).click();
    await user
      .getByRole("link", { name: `Try ${model}` })
      .first()
      .click();
    await ask(user, "What does a heron eat?");
    await answered(user);
    await expect(answers(user).last()).toContainText("What does a heron eat?");

    await user.goto("/models?q=heron");
    await expect(tile(user, old)).toBeVisible();
    await page.goto("/admin/jobs");
    await act(page, old, "Remove");
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect(installed(page, old)).toHaveCount(0);
    await expect(tile(user, old)).toHaveCount(0);
    await expect(tile(user, model)).toBeVisible();
    const { items } = (await (await api(page, "GET", "/admin/audit?action=model&text=heron")).json()) as {
      items: { action: string }[];
    };
    expect(items.map(({ action }) => action)).toContain("model.deleted");
  });
  await elsewhere.close();
});
