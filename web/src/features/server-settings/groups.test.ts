import { expect, test } from "vitest";
import type { Setting } from "./api";
import { changesOf, fromLocal, grouped, toLocal } from "./groups";

const setting = (some: Partial<Setting> & { name: string }): Setting => ({
  kind: "number",
  value: 30,
  default: 30,
  isStored: false,
  isSet: false,
  lock: null,
  choices: null,
  minimum: 1,
  maximum: 100,
  maxLength: null,
  updatedAt: null,
  updatedBy: null,
  ...some,
});

test("a setting of a newer server has its place too", () => {
  const groups = grouped([setting({ name: "Moon:Phase" }), setting({ name: "Chat:TrashDays" })]);
  expect(groups.map(([group]) => group)).toEqual(["chats", "other"]);
});

test("only what differs is sent", () => {
  const settings = [setting({ name: "a" }), setting({ name: "b", isStored: true, value: 7 }), setting({ name: "c" })];
  expect(changesOf({ a: 30, b: null, c: 31, gone: 1 }, settings)).toEqual({ b: null, c: 31 });
  expect(changesOf({ a: null }, settings)).toEqual({});
});

test("a secret that was typed is a change, whatever is there", () => {
  const settings = [setting({ name: "s", kind: "secret", value: null, isSet: true })];
  expect(changesOf({ s: "new" }, settings)).toEqual({ s: "new" });
});

test("a moment is shown in the reader's time and comes back the same", () => {
  const iso = "2026-11-22T06:30:00.000Z";
  expect(fromLocal(toLocal(iso))).toBe(iso);
  expect(toLocal(null)).toBe("");
  expect(fromLocal("")).toBeNull();
});
