import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect } from "./people";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const DARK_TOO = Boolean(process.env.OLLAMANET_TEST_ALL ?? process.env.SCREENS);
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Contrast is measured on what is there at the end of every transition. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const ends = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ends.map((one) => one.finished));
  });

async function complaints(page: Page, colorScheme: "light" | "dark") {
  // Once a document: its source is half a megabyte, and is parsed each time.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ([standards, light]) => {
      const { violations } = await window.axe.run(document, {
        // The second theme differs in its colours alone.
        runOnly: light ? { type: "tag", values: standards } : { type: "rule", values: ["color-contrast"] },
        resultTypes: ["violations"],
        iframes: false,
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3)}`);
    },
    [STANDARDS, colorScheme === "light"] as const,
  );
}

/** The narrowest phone, and the widest desk. An emulated phone has the one width it was given. */
const WIDTHS = [320, 3840];

const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Looks at a screen in both themes: accessible, at no width wider than the window. A picture is kept with the run; of the dark one with ./test --all or SCREENS=1. */
export async function look(page: Page, screen: string) {
  const name = `${screen.replace(/\W+/g, "-").replace(/^-/, "")}-${page.viewportSize()?.width}`;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await settled(page);
    // On a busy machine a colour can be measured while it still changes: what is wrong stays wrong.
    await expect.poll(() => complaints(page, colorScheme), { message: `${screen}, ${colorScheme}` }).toEqual([]);
    if (colorScheme === "light" || DARK_TOO)
      await page.screenshot({ path: `test-results/screens/${name}-${colorScheme}.png` });
  }
  expect(await tooWide(page), screen).toBeLessThanOrEqual(0);
  const size = page.viewportSize();
  if (size && size.width > 600) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: size.height });
      await expect.poll(() => tooWide(page), { message: `${screen}, ${width} wide` }).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize(size);
  }
  await page.emulateMedia({ colorScheme: null });
}
