import { readFile } from "node:fs/promises";
import { look } from "./look";
import {
  ADMINISTRATOR,
  answered,
  answers,
  ask,
  chooseModel,
  composer,
  expect,
  logIn,
  sidebar,
  signUp,
  test,
} from "./people";

test("a preset is made from a profile, found, copied, deleted and brought back @phone", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/presets");
  // Whether it is empty depends on what others share at this moment.
  await expect(page.getByTestId("skeleton")).toHaveCount(0);
  await page.getByRole("button", { name: "New preset" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill("Translator");
  await page.getByRole("button", { name: /^Precise/ }).click();
  await expect(page.getByRole("spinbutton", { name: "Temperature" })).toHaveValue("0.2");
  await page.getByLabel("System prompt", { exact: true }).fill("Translate for {{user}} into {{tongue}}");
  await expect(page.getByText("There is no variable {{tongue}}.")).toBeVisible();
  await page.getByLabel("System prompt", { exact: true }).fill("Translate for {{user}} into ");
  await page.getByLabel("System prompt", { exact: true }).press("End");
  await page.getByRole("button", { name: "Insert your language" }).click();
  await expect(page.getByTestId("prompt-preview")).toHaveText(/^Translate for ada\w+ into English$/);
  await page.getByRole("spinbutton", { name: "Temperature" }).fill("3");
  await expect(page.getByText("Between 0 and 2.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Reset Temperature" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Translator" })).toBeVisible();

  await page.getByRole("button", { name: "Actions for Translator" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: "Translator (2)" })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search presets" }).fill("(2)");
  await expect(page.getByRole("heading", { name: "Translator", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for Translator (2)" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("No preset has “(2)”")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "Translator (2)" })).toBeVisible();
});

test("a chat has a preset, changes values of it, and each answer says how it was made @phone-too", async ({ page }) => {
  const { name } = await signUp(page);
  await page.goto("/settings/presets");
  await page.getByRole("button", { name: "New preset" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Brief");
  await page.getByLabel("Model", { exact: true }).selectOption("echo:test");
  await page.getByLabel("System prompt", { exact: true }).fill("Be brief, {{user}}.");
  await page.getByRole("button", { name: "Set: Temperature" }).click();
  await page.getByRole("spinbutton", { name: "Temperature" }).fill("0.4");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Actions for Brief" }).click();
  await page.getByRole("menuitem", { name: "Begin new chats with it" }).click();
  await expect(page.getByText("New chats", { exact: true })).toBeVisible();

  await page.goto("/");
  await expect(page.getByRole("button", { name: "Settings of this chat: Brief" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Model" })).toContainText("echo:test");
  await page.getByRole("button", { name: "Settings of this chat: Brief" }).click();
  const panel = page.getByRole("dialog", { name: "Settings of this chat" });
  await expect(panel.getByText("From the preset: 0.4")).toBeVisible();
  await panel.getByRole("button", { name: "Set: Top K" }).click();
  await panel.getByRole("spinbutton", { name: "Top K" }).fill("12");
  await expect(panel.getByText("1 value changed here")).toBeVisible();
  await look(page, "settings of a chat");
  await panel.getByRole("button", { name: "Close" }).click();
  await ask(page, "Hello there");
  await answered(page);
  await answers(page).last().getByRole("button", { name: "Figures" }).click();
  const made = page.getByRole("dialog", { name: /./ });
  await expect(made.getByText(`Be brief, ${name}.`)).toBeVisible();
  await expect(made.getByText("0.4", { exact: true })).toBeVisible();
  await expect(made.getByText("12", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Settings of this chat: Brief" }).click();
  await panel.getByRole("switch", { name: "No system prompt in this chat" }).click();
  await panel.getByRole("button", { name: "Reset Top K" }).click();
  await panel.getByRole("button", { name: "Model’s choice: Temperature" }).click();
  await expect(panel.getByText("From the preset: 0.4")).toBeHidden();
  await panel.getByRole("button", { name: "Reset Temperature" }).click();
  await panel.getByRole("button", { name: "Set: Temperature" }).click();
  await panel.getByRole("spinbutton", { name: "Temperature" }).fill("1.5");
  await expect(panel.getByText("Saved")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Settings of this chat: Brief" }).click();
  await expect(panel.getByRole("spinbutton", { name: "Temperature" })).toHaveValue("1.5");
  await expect(panel.getByRole("button", { name: "Set: Top K" })).toBeVisible();
  await expect(panel.getByRole("switch", { name: "No system prompt in this chat" })).toBeChecked();
  await panel.getByRole("switch", { name: "No system prompt in this chat" }).click();
  await expect(panel.getByLabel("System prompt", { exact: true })).toHaveAttribute("placeholder", /^Be brief/);
  await panel.getByLabel("Preset", { exact: true }).selectOption({ label: "None" });
  await expect(panel.getByText("Saved")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Settings of this chat", exact: true })).toBeVisible();
});

test("presets go into a file and come back with a report of what was wrong", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/presets");
  await page.getByRole("button", { name: "New preset" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Travels");
  await page.getByRole("button", { name: "Set: Format" }).click();
  await page.getByLabel("Format", { exact: true }).selectOption("schema");
  await page.getByLabel("JSON schema", { exact: true }).fill("{ not json");
  await expect(page.getByText(/This is no JSON/)).toBeVisible();
  await page.getByLabel("JSON schema", { exact: true }).fill('{"type":"object"}');
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Travels" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all of mine" }).click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(file).toMatchObject({ format: "ollamanet.presets", version: 1, presets: [{ name: "Travels" }] });

  file.presets.push({ name: "Too hot", options: { temperature: 9 } }, { name: "New one" });
  await page.getByRole("button", { name: "Import" }).click();
  const buffer = Buffer.from(JSON.stringify(file));
  await page.getByLabel("Choose a file").setInputFiles({ name: "presets.json", mimeType: "application/json", buffer });
  await expect(page.getByText("One new preset, 0 changed.")).toBeVisible();
  await expect(page.getByText("2 were skipped:")).toBeVisible();
  await expect(page.getByText("Too hot")).toBeVisible();
  await look(page, "import of presets");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "New one" })).toBeVisible();
});

test("a global preset is for everybody to use and for administrators to change", async ({ page, browser, baseURL }) => {
  const name = `House style ${Date.now().toString(36)}`;
  await logIn(page, ADMINISTRATOR);
  await page.goto("/settings/presets");
  await page.getByRole("button", { name: "New preset" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Who can use it", { exact: true }).selectOption("global");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();

  const other = await browser.newPage(baseURL ? { baseURL } : {});
  await signUp(other);
  await other.goto("/settings/presets");
  await other.getByRole("button", { name: `View: ${name}` }).click();
  await expect(other.getByText("you can use it, not change it")).toBeVisible();
  await expect(other.getByLabel("Name", { exact: true })).toBeDisabled();
  await other.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await other.goto("/");
  await chooseModel(other, "echo:test");
  await other.getByRole("button", { name: "Settings of this chat" }).click();
  await other.getByLabel("Preset", { exact: true }).selectOption({ label: name });
  await other.keyboard.press("Escape");
  await expect(other.getByRole("button", { name: `Settings of this chat: ${name}` })).toBeVisible();
  await expect(composer(other)).toBeVisible();
  await other.close();
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name })).toHaveCount(0);
});

test("a shared preset is used by somebody else, and by every new chat of a folder that has it", async ({
  page,
  browser,
  baseURL,
}) => {
  const name = `Pirate ${Date.now().toString(36)}`;
  await signUp(page);
  await page.goto("/settings/presets");
  await page.getByRole("button", { name: "New preset" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Who can use it", { exact: true }).selectOption("shared");
  await page.getByLabel("System prompt", { exact: true }).fill("Talk like a pirate.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();

  const other = await browser.newPage(baseURL ? { baseURL } : {});
  await signUp(other);
  await sidebar(other).getByRole("button", { name: "New folder" }).click();
  await other.getByRole("dialog").getByLabel("Name").fill("Sea");
  await other.getByLabel("Default preset").selectOption({ label: name });
  await other.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await sidebar(other).getByRole("button", { name: "Folder Sea", exact: true }).hover();
  await sidebar(other).getByRole("button", { name: "Actions for Sea" }).click();
  await other.getByRole("menuitem", { name: "New chat here" }).click();
  await chooseModel(other, "echo:test");
  await ask(other, "Where is the treasure?");
  await answered(other);
  await answers(other).last().getByRole("button", { name: "Figures" }).click();
  await expect(other.getByText("Talk like a pirate.")).toBeVisible();
  await other.keyboard.press("Escape");
  await other.getByRole("button", { name: "Settings of this chat" }).click();
  await expect(
    other.getByLabel("Preset", { exact: true }).getByRole("option", { name: `From the folder: ${name}` }),
  ).toBeAttached();
  await other.close();
});
