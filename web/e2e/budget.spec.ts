import { answered, ask, chooseModel, expect, signUp, test } from "./people";

const KILOBYTE = 1_024;

test("a conversation opens with little script, sent compressed", async ({ page }) => {
  await signUp(page);
  await chooseModel(page, "echo:test");
  await ask(page, "Plain words");
  await answered(page);
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".js")) scripts.add(request.url());
  });

  await page.reload();
  await answered(page);

  let total = 0;
  for (const url of scripts) {
    const { headers } = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "br" } });
    total += Number(headers.get("content-length"));
    expect(headers.get("cache-control"), url).toMatch(url.includes("/assets/") ? /immutable/ : /no-cache/);
  }
  expect(total).toBeGreaterThan(50 * KILOBYTE);
  expect(total).toBeLessThan(215 * KILOBYTE);
  // Each is a round trip once six are on their way. Seven small ones more, notes, feedback and suggestions with their
  // words, come when the page is idle.
  expect(scripts.size).toBeLessThanOrEqual(8 + 7);
});
