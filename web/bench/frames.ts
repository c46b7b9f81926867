import type { Page } from "@playwright/test";

export type Frames = { fps: number; p99FrameMs: number; longestTaskMs: number; longTasks: number; seconds: number };

/** Counts the frames of a page and its tasks of 50 ms and more while something happens there. */
export async function measureFrames(page: Page, happening: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], tasks: [] as number[], on: true };
    (window as unknown as { seen: typeof seen }).seen = seen;
    new PerformanceObserver(
      (list) => seen.on && seen.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
    const frame = (time: number) => {
      seen.frames.push(time);
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await happening();
  return page.evaluate(() => {
    const seen = (window as unknown as { seen: { frames: number[]; tasks: number[]; on: boolean } }).seen;
    seen.on = false;
    const gaps = seen.frames.slice(1).map((time, index) => time - (seen.frames[index] as number));
    const seconds = ((seen.frames.at(-1) as number) - (seen.frames[0] as number)) / 1000;
    const sorted = [...gaps].sort((a, b) => a - b);
    return {
      fps: Math.round((gaps.length / seconds) * 10) / 10,
      p99FrameMs: Math.round((sorted[Math.floor(sorted.length * 0.99)] as number) * 10) / 10,
      longestTaskMs: Math.round(Math.max(0, ...seen.tasks)),
      longTasks: seen.tasks.length,
      seconds: Math.round(seconds * 10) / 10,
    };
  });
}

/** A line for people, and one for programs. */
export function report(name: string, figures: object) {
  console.log(
    `${name}: ${Object.entries(figures)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ")}`,
  );
  console.log(JSON.stringify({ name, ...figures }));
}
