import { expect, it } from "vitest";
import { drafts, dropDraft, keepDraft, onWhole, writeNote } from "./state";

it("keeps what is written in each conversation, and moves it within one only", () => {
  keepDraft({ place: onWhole("c1", null), text: "about the first" });

  writeNote(onWhole("c2", "m2"));
  writeNote(onWhole("c1", "m1"));

  expect(drafts.get().get("c2")?.text).toBe("");
  expect(drafts.get().get("c1")).toEqual({ place: onWhole("c1", "m1"), text: "about the first" });

  dropDraft("c1");

  expect([...drafts.get().keys()]).toEqual(["c2"]);
});
