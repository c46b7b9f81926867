import { answered, answers, ask, chooseModel, expect, signUp, test } from "./people";

test.beforeEach(async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
});

test("a Mermaid source is drawn, and its source is a click away @phone-too", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await ask(page, "Plain words first");
  await answered(page);
  expect(asked.filter((path) => path.startsWith("/diagram"))).toEqual([]);

  await ask(page, "```mermaid\nsequenceDiagram\n  Browser->>Server: question\n  Server-->>Browser: answer\n```");
  await answered(page);

  const drawing = answers(page).last().getByRole("img", { name: "Diagram" });
  await expect(drawing).toBeVisible({ timeout: 20_000 });
  expect(await drawing.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  await answers(page).last().getByRole("button", { name: "Show its source" }).click();
  await expect(answers(page).last().getByText("Server-->>Browser: answer")).toBeVisible();
});

test("a source that is no diagram stays readable", async ({ page }) => {
  await ask(page, "```mermaid\nthis is not a diagram\n```");
  await answered(page);

  await expect(answers(page).last().getByText("could not be drawn")).toBeVisible({ timeout: 20_000 });
  await expect(answers(page).last().locator("pre")).toContainText("this is not a diagram");
});
