import type { Page } from "@playwright/test";
import { ADMINISTRATOR, expect, logIn, test, tokenOf } from "./people";

/** A screen, and what it asks for under /api/v1: with `?` when the call has a query. */
const SCREENS: [path: string, ...calls: string[]][] = [
  ["/c/:id", "/conversations/:id/messages?"],
  ["/notes", "/notes?"],
  ["/archive", "/conversations?"],
  ["/trash", "/trash?"],
  ["/settings/presets", "/presets?"],
  ["/settings/keys", "/keys"],
  ["/settings/links", "/shares?"],
  ["/settings/data", "/exports?", "/imports?"],
  ["/settings/privacy", "/me/inference"],
  ["/settings/usage", "/usage?"],
  ["/admin/nodes", "/admin/nodes", "/admin/nodes/join-tokens"],
  ["/admin/models", "/admin/nodes", "/admin/model-aliases", "/admin/user-policies"],
  ["/admin/models", "/admin/model-policies"],
  ["/admin/catalogue", "/admin/models?", "/admin/tags"],
  ["/models", "/models/discover?"],
  ["/admin/limits", "/admin/limits"],
  ["/admin/usage", "/admin/usage?"],
  ["/admin/feedback", "/admin/feedback?", "/admin/feedback/shared?"],
  ["/admin/keys", "/admin/keys?"],
];
const BROKEN = "Broken on purpose.";

/** The calls hang until they are cut off; later ones are refused with a 500 until it is mended. */
async function trouble(page: Page, calls: string[]) {
  const wanted = calls.map((call) => call.split("?"));
  const matches = ({ pathname, search }: URL) =>
    wanted.some(([path, query]) => pathname === `/api/v1${path}` && (search !== "") === (query !== undefined));
  let release = () => {};
  const cut = new Promise<void>((resolve) => {
    release = resolve;
  });
  let state: "hangs" | "broken" | "mended" = "hangs";
  await page.route(matches, async (route) => {
    if (state === "mended") return route.continue();
    if (state === "hangs") {
      await cut;
      return route.abort("connectionrefused");
    }
    const body = JSON.stringify({ title: BROKEN });
    return route.fulfill({ status: 500, contentType: "application/problem+json", body });
  });
  return {
    asked: Promise.all(
      wanted.map(([path]) => page.waitForRequest((one) => new URL(one.url()).pathname === `/api/v1${path}`)),
    ),
    cut: () => {
      state = "broken";
      release();
    },
    mend: () => {
      state = "mended";
    },
    end: () => page.unroute(matches),
  };
}

// A minute on a busy machine, and every one of its steps waits for a moment.
test("every screen waits, fails and recovers in sight @long", async ({ page, context }) => {
  // The pauses between attempts are not what is tested.
  await page.clock.install();
  await logIn(page, ADMINISTRATOR);
  const headers = { authorization: `Bearer ${await tokenOf(page)}` };
  const made = await page.request.post("/api/v1/conversations", { headers, data: {} });
  const { id } = (await made.json()) as { id: string };
  const main = page.getByRole("main");
  const banner = main.getByRole("alert").filter({ has: page.getByRole("button", { name: "Try now" }) });
  const alerts = main.getByRole("alert");
  const broken = alerts.filter({ hasText: BROKEN });
  const again = page.getByRole("button", { name: "Try again" });
  for (const [path, ...calls] of SCREENS)
    await test.step(`${path} without ${calls}`, async () => {
      const { asked, cut, mend, end } = await trouble(
        page,
        calls.map((call) => call.replace(":id", id)),
      );
      await page.goto(path.replace(":id", id));
      await asked;
      await expect.soft(main.getByTestId("skeleton")).toHaveCount(calls.length);
      await context.setOffline(true);
      cut();
      await expect.soft(banner).toBeVisible();
      await context.setOffline(false);
      // Some ask again by themselves after a while; some wait to be told.
      await expect(async () => {
        await page.clock.fastForward(5_000);
        const other = alerts.filter({ hasNotText: BROKEN }).filter({ has: again });
        if (await other.count()) await other.first().getByRole("button").click({ timeout: 200 });
        await expect(broken).toHaveCount(calls.length, { timeout: 200 });
      }).toPass({ timeout: 15_000, intervals: [50] });
      mend();
      for (let left = calls.length; left > 0; left--) {
        await broken.first().getByRole("button", { name: "Try again" }).click();
        await expect.soft(broken).toHaveCount(left - 1);
      }
      await expect.soft(main.getByTestId("skeleton")).toHaveCount(0);
      await expect.soft(alerts).toHaveCount(0);
      await end();
    });
  await test.step("the search", async () => {
    const { asked, cut, mend } = await trouble(page, ["/search?"]);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog");
    await palette.getByRole("combobox").fill("walrus");
    await asked;
    await expect.soft(palette.getByTestId("skeleton")).toBeVisible();
    await context.setOffline(true);
    cut();
    await expect.soft(palette.getByText("The server cannot be reached, so nothing can be searched.")).toBeVisible();
    await context.setOffline(false);
    await palette.getByRole("button", { name: "Try again" }).click();
    await expect.soft(palette.getByRole("alert")).toHaveText(new RegExp(BROKEN));
    mend();
    await palette.getByRole("button", { name: "Try again" }).click();
    await expect.soft(palette.getByText(/^Nothing.*walrus/)).toBeVisible();
  });
});
