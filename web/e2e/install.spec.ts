import { expect, signUp, test } from "./people";

test("the app can be installed", async ({ page }) => {
  await signUp(page);
  const session = await page.context().newCDPSession(page);
  const { errors, manifest, data } = (await session.send("Page.getAppManifest")) as {
    errors: unknown[];
    manifest?: { name?: string; display?: string };
    data?: string;
  };
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? "{}").name ?? manifest?.name).toBe("OllamaNet");

  const { installabilityErrors } = (await session.send("Page.getInstallabilityErrors")) as {
    installabilityErrors: { errorId: string }[];
  };
  // A test browser keeps nothing, and says so.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
});
