import { expect, it } from "vitest";
import { undoable } from "@/lib/undo";
import { signInAs, stubServer } from "@/test/server";
import type { Conversation } from "../api";
import { trash } from "./actions";

it("says whether conversations were put into the trash", async () => {
  signInAs("User");
  let status = 503;
  stubServer({ "POST /conversations/delete": () => ({ status, body: { detail: "Not now." } }) });
  const some = [{ id: "c1" }] as Conversation[];

  expect(await trash(some)).toBe(false);
  expect(undoable.get()?.problem).toContain("Not now.");

  status = 204;
  expect(await trash(some)).toBe(true);
});
