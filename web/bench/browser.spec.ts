import { answered, answers, ask, chooseModel, expect, signUp, test, tokenOf } from "../e2e/people";
import { measureFrames, report } from "./frames";

const MESSAGES = Number(process.env.MESSAGES ?? 2_000);
const CONVERSATIONS = Number(process.env.CONVERSATIONS ?? 10_000);
const ROUNDS = 3;
const authorized = (token: string) => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });

test(`200 tokens a second into a conversation of ${MESSAGES} messages`, async ({ page, baseURL }) => {
  await signUp(page);
  await chooseModel(page, "long:test");
  await ask(page, "The first of many");
  await answered(page);
  const id = page.url().split("/").at(-1);
  const headers = authorized(await tokenOf(page));
  for (let asked = 1; asked < MESSAGES / 2; asked++) {
    const answer = await fetch(`${baseURL}/api/v1/conversations/${id}/messages`, {
      method: "POST",
      headers,
      body: JSON.stringify({ message: `Question ${asked}`, model: "long:test" }),
    });
    expect(answer.status).toBe(200);
    await answer.text();
  }
  await page.reload();
  await answered(page);
  const thread = page.getByTestId("thread");
  for (let more = true; more; ) {
    const before = await thread.evaluate((element) => {
      element.scrollTop = 0;
      return element.scrollHeight;
    });
    more = await thread
      .evaluate(
        (element, height) =>
          new Promise<boolean>((resolve) => {
            const until = performance.now() + 3_000;
            const look = () => {
              if (element.scrollHeight > height + 1_000) resolve(true);
              else if (performance.now() > until) resolve(false);
              else setTimeout(look, 20);
            };
            look();
          }),
        before,
      )
      .catch(() => false);
  }
  await expect(page.getByText("The first of many", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await chooseModel(page, "fast:test");

  for (let round = 0; round < ROUNDS; round++) {
    const started = Date.now();
    const frames = await measureFrames(page, async () => {
      await ask(page, `Round ${round}`);
      await answered(page);
    });
    const tokens = (await answers(page).last().locator(".prose-chat").innerText()).split(/\s+/).length;
    report("stream", { round, ...frames, wordsPerSecond: Math.round((tokens / (Date.now() - started)) * 1000) });
  }
});

test(`a list of ${CONVERSATIONS} conversations is scrolled`, async ({ page, baseURL }) => {
  await signUp(page);
  const headers = authorized(await tokenOf(page));
  const create = async (title: string) => {
    const made = await fetch(`${baseURL}/api/v1/conversations`, {
      method: "POST",
      headers,
      body: JSON.stringify({ title }),
    });
    expect(made.status).toBe(201);
  };
  for (let made = 0; made < CONVERSATIONS; made += 20)
    await Promise.all(Array.from({ length: 20 }, (_, index) => create(`Conversation ${made + index} about something`)));
  await page.reload();
  const list = page.getByRole("navigation", { name: "Your conversations" });
  await expect(list.getByRole("link").first()).toBeVisible();
  await list.hover();

  for (let round = 0; round < ROUNDS; round++) {
    const frames = await measureFrames(page, async () => {
      for (let turn = 0; turn < 150; turn++) {
        await page.mouse.wheel(0, 400);
        await page.waitForTimeout(30);
      }
    });
    report("list", { round, ...frames, rowsInPage: await list.getByRole("link").count() });
  }
});
