import { expect, it, vi } from "vitest";
import { signInAs } from "@/test/server";
import { TemporaryChat } from "./temporary-chat";

it("asks again only once the answer before has ended", async () => {
  signInAs("User");
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const chat = new TemporaryChat();
  void chat.ask("Hi", [], null);
  const before = chat.rows.get();

  await chat.again(null);

  expect(chat.rows.get()).toBe(before);
  chat.stop();
});
