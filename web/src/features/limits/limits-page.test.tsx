import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { UndoBar } from "@/components/ui/undo-bar";
import { show, signInAs, stubServer } from "@/test/server";
import type { LimitRule } from "./api";
import { bodyOf, check, valuesOf } from "./limit-form";
import { LimitsPage } from "./limits-page";

const rule: LimitRule = {
  id: "r1",
  subject: "role",
  name: "User",
  requestsPerMinute: 60,
  tokensPerMinute: null,
  concurrentStreams: null,
  tokensPerDay: null,
  tokensPerMonth: null,
};

beforeEach(() => signInAs("Admin"));

it("removes a rule at once, and brings it back", async () => {
  let rules = [rule];
  const calls = stubServer({
    "GET /admin/limits": () => ({ items: rules }),
    "GET /models": () => ({ items: [] }),
    "DELETE /admin/limits/r1": () => {
      rules = [];
      return { status: 204 };
    },
    "PUT /admin/limits": () => {
      rules = [rule];
      return rule;
    },
  });
  show(<LimitsPage />);
  render(<UndoBar />);

  fireEvent.click(await screen.findByRole("button", { name: "Remove: Users" }));
  expect(await screen.findByText("No rules yet")).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));

  expect(await screen.findByText("Users")).toBeTruthy();
  const { id: _, ...body } = rule;
  expect(calls.find(({ method }) => method === "PUT")?.body).toEqual(body);
});

it("takes counts with or without separators, and no rule that limits nothing", () => {
  const values = { ...valuesOf(null), tokensPerDay: "1,000,000" };

  expect(check(values)).toEqual({});
  expect(bodyOf(values)).toMatchObject({ subject: "everyone", name: null, tokensPerDay: 1_000_000 });
  expect(check(valuesOf(null))).toHaveProperty("nothing");
  expect(check({ ...values, subject: "user", tokensPerDay: "1.5", tokensPerMonth: "0" })).toMatchObject({
    name: expect.any(String),
    tokensPerDay: expect.any(String),
  });
});
