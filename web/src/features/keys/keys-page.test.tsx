import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { show, signInAs, stubServer } from "@/test/server";
import type { ApiKey } from "./api";
import { bodyOf, check, valuesOf } from "./key-form";
import { KeysPage } from "./keys-page";
import { snippetsOf } from "./snippets";

const key: ApiKey = {
  id: "k1",
  name: "laptop",
  prefix: "onk_abcd",
  scopes: ["models.use"],
  models: null,
  expiresAt: null,
  limits: null,
  createdAt: "2026-11-01T09:00:00Z",
  lastUsedAt: null,
};

beforeEach(() => signInAs("User"));

it("makes a key, shows it once with what to paste, and forgets it", async () => {
  let keys: ApiKey[] = [];
  const calls = stubServer({
    "GET /keys": () => ({ items: keys }),
    "GET /models": () => ({ items: [{ name: "llama3.2" }] }),
    "POST /keys": () => {
      keys = [key];
      return { ...key, key: "onk_secret" };
    },
  });
  show(<KeysPage />);
  fireEvent.click(await screen.findByRole("button", { name: "Create key" }));
  const create = await screen.findByRole("button", { name: "Create" });
  expect(screen.queryByText("nodes.manage")).toBeNull();

  fireEvent.click(create);
  expect(screen.getByText("Fill this in.")).toBeTruthy();
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "laptop" } });
  fireEvent.click(screen.getByRole("button", { name: "Create" }));

  expect(((await screen.findByLabelText("Key")) as HTMLInputElement).value).toBe("onk_secret");
  expect(screen.getByText(/ANTHROPIC_API_KEY=onk_secret/)).toBeTruthy();
  expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({
    name: "laptop",
    scopes: ["models.use"],
    models: null,
    limits: null,
  });
  fireEvent.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(document.body.innerHTML).not.toContain("onk_secret"));
  expect(await screen.findByText("onk_abcd…")).toBeTruthy();
});

it("asks before it revokes, and says why it could not", async () => {
  stubServer({
    "GET /keys": () => ({ items: [key] }),
    "DELETE /keys/k1": () => ({ status: 503, body: { detail: "Not now." } }),
  });
  show(<KeysPage />);
  fireEvent.click(await screen.findByRole("button", { name: "Revoke: laptop" }));
  expect(await screen.findByText("Revoke “laptop”?")).toBeTruthy();

  fireEvent.click(screen.getByRole("button", { name: "Revoke" }));

  expect((await screen.findByRole("alert")).textContent).toContain("Not now.");
});

it("leaves the expiry of a changed key alone unless another is chosen", () => {
  const values = valuesOf({ ...key, expiresAt: "2026-12-01T00:00:00Z" });

  expect(bodyOf(values)).not.toHaveProperty("expiresAt");
  expect(bodyOf({ ...values, expiry: "never" })).toMatchObject({ expiresAt: null });
  expect(check({ ...values, models: [], scopes: [], tokensPerMinute: "-1" })).toMatchObject({
    models: expect.any(String),
    scopes: expect.any(String),
    tokensPerMinute: expect.any(String),
  });
});

it("gives each tool its own way to this server", () => {
  const code = snippetsOf("onk_1", "it's", "https://ai.example").map((snippet) => snippet.code);

  expect(code[0]).toContain("OPENAI_BASE_URL=https://ai.example/v1");
  expect(code[1]).toContain("ANTHROPIC_BASE_URL=https://ai.example\n");
  expect(code[2]).toContain("OLLAMA_HOST=https://ai.example");
  expect(code[3]).toContain(`it'\\''s`);
});
