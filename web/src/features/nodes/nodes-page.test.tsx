import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { show, signInAs, stubServer } from "@/test/server";
import type { InferenceNode } from "./api";
import { NodesPage } from "./nodes-page";

const node = (change: Partial<InferenceNode> = {}): InferenceNode => ({
  id: "n1",
  name: "attic",
  kind: "ollama",
  url: "http://10.0.0.5:11434",
  source: "administrator",
  approved: true,
  draining: false,
  reachable: true,
  breaker: "closed",
  version: "0.30.0",
  warning: null,
  error: null,
  dataLeavesSite: false,
  weight: 1,
  maxConcurrent: null,
  labels: {},
  numCtx: null,
  hasApiKey: false,
  models: [],
  placement: null,
  inFlight: 0,
  firstTokenMs: null,
  tokensPerSecond: null,
  errorRate: 0,
  lastSeenAt: null,
  expiresAt: null,
  dialect: "generic",
  timeouts: null,
  announcedFrom: null,
  revision: 3,
  ...change,
});
const none = () => ({ items: [] });

beforeEach(() => signInAs("Admin"));

it("drains a node and gives it back", async () => {
  let draining = false;
  const calls = stubServer({
    "GET /admin/nodes": () => ({ items: [node({ draining })] }),
    "GET /admin/nodes/join-tokens": none,
    "PATCH /admin/nodes/n1": ({ body }) => {
      draining = (body as { draining: boolean }).draining;
      return node({ draining });
    },
  });
  show(<NodesPage />);

  fireEvent.click(await screen.findByRole("button", { name: "Drain" }));
  fireEvent.click(await screen.findByRole("button", { name: "Resume" }));

  await screen.findByRole("button", { name: "Drain" });
  expect(calls.filter(({ method }) => method === "PATCH").map(({ body }) => body)).toEqual([
    { draining: true },
    { draining: false },
  ]);
});

it("shows what is wrong with a node, and why something could not be done", async () => {
  stubServer({
    "GET /admin/nodes": () => ({
      items: [
        node({ reachable: false, error: "Refused.", warning: "Too old." }),
        node({ id: "n2", name: "new", source: "announced", approved: false }),
      ],
    }),
    "GET /admin/nodes/join-tokens": none,
    "PATCH /admin/nodes/n2": () => ({ status: 409, body: { code: "expired", detail: "It has gone." } }),
  });
  show(<NodesPage />);

  expect(await screen.findByText("Waits for approval")).toBeTruthy();
  expect([screen.getByText("Refused."), screen.getByText("Too old.")]).toHaveLength(2);
  fireEvent.click(screen.getByRole("button", { name: "Approve" }));

  expect((await screen.findByText(/It has gone/)).textContent).toContain("It has gone.");
});

it("offers to look again when the list could not be read", async () => {
  let fails = true;
  stubServer({
    "GET /admin/nodes": () => (fails ? { status: 503, body: { detail: "Not now." } } : { items: [] }),
    "GET /admin/nodes/join-tokens": none,
  });
  show(<NodesPage />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Not now.");

  fails = false;
  fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));

  expect(await screen.findByText("No nodes yet")).toBeTruthy();
});

it("asks a new node before it is saved, and adds it", async () => {
  const calls = stubServer({
    "GET /admin/nodes": none,
    "GET /admin/nodes/join-tokens": none,
    "POST /admin/nodes/test": () => ({
      reachable: true,
      version: "0.34.0",
      warning: "Older than 0.35.0.",
      models: [{ name: "llama3", upstream: "llama3", loaded: false, capabilities: [] }],
      error: null,
    }),
    "POST /admin/nodes": () => node(),
  });
  show(<NodesPage />);
  fireEvent.click(await screen.findByRole("button", { name: "Add node" }));
  fireEvent.click(await screen.findByRole("button", { name: "Add" }));
  expect(screen.getByText(/Letters, digits, dots and dashes, 64/)).toBeTruthy();

  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "attic" } });
  fireEvent.change(screen.getByLabelText("Address"), { target: { value: "http://10.0.0.5:11434" } });
  fireEvent.click(screen.getByRole("button", { name: "Test connection" }));
  expect(await screen.findByText("Reachable, version 0.34.0, 1 model.")).toBeTruthy();
  expect(screen.getByText("Older than 0.35.0.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Add" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(calls.find(({ method, path }) => method === "POST" && path === "/admin/nodes")?.body).toMatchObject({
    kind: "ollama",
    name: "attic",
    url: "http://10.0.0.5:11434",
  });
});
