import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { UndoBar } from "@/components/ui/undo-bar";
import { show, signInAs, stubServer } from "@/test/server";
import { PoliciesPage } from "./policies-page";

const alias = { name: "house", targets: ["gone:7b", "llama3"], updatedAt: "2026-11-21T12:00:00Z" };
const base = {
  "GET /admin/nodes": () => ({ items: [{ dataLeavesSite: false, models: [{ name: "llama3" }] }] }),
  "GET /admin/user-policies": () => ({ items: [{ userId: "u2", localOnly: true }] }),
  "GET /admin/usage": () => ({ items: [{ user: "u2", name: "grace" }] }),
  "GET /admin/model-policies": () => ({ items: [] }),
  "GET /admin/model-aliases": () => ({ items: [alias] }),
};

beforeEach(() => signInAs("Admin"));

it("removes an alias at once, and brings back just what it was", async () => {
  const calls = stubServer({
    ...base,
    "DELETE /admin/model-aliases": () => ({ status: 204 }),
    "PUT /admin/model-aliases": () => alias,
  });
  show(<PoliciesPage />);
  render(<UndoBar />);
  expect(await screen.findByText("(no node has it)")).toBeTruthy();

  fireEvent.click(screen.getByRole("button", { name: "Remove: house" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));

  await screen.findByText("house");
  expect(calls.find(({ method }) => method === "DELETE")?.query.get("name")).toBe("house");
  expect(calls.find(({ method }) => method === "PUT")?.body).toEqual({ name: "house", targets: ["gone:7b", "llama3"] });
});

it("changes the order of the fallbacks", async () => {
  const calls = stubServer({ ...base, "PUT /admin/model-aliases": () => alias });
  show(<PoliciesPage />);
  fireEvent.click(await screen.findByRole("button", { name: "Edit: house" }));

  fireEvent.click(await screen.findByRole("button", { name: "Move model 2 up" }));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));

  await screen.findByText("house");
  expect(calls.find(({ method }) => method === "PUT")?.body).toEqual({ name: "house", targets: ["llama3", "gone:7b"] });
});

it("takes a switch back that the server refuses, and says why", async () => {
  stubServer({ ...base, "PUT /admin/model-policies": () => ({ status: 503, body: { detail: "Not now." } }) });
  show(<PoliciesPage />);
  const hide = await screen.findByRole("switch", { name: "Hidden: llama3" });

  fireEvent.click(hide);

  expect((await screen.findByRole("alert")).textContent).toContain("Not now.");
  expect(hide.getAttribute("aria-checked")).toBe("false");
});

it("names the users that are kept on site", async () => {
  stubServer(base);
  show(<PoliciesPage />);

  expect(await screen.findByRole("button", { name: "Remove: grace" })).toBeTruthy();
});
