import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "./api-error";
import { reportReachable } from "./connection";
import { api } from "./http";
import { session, signedIn } from "./session";

const user = { id: "u1", userName: "ada", email: "ada@example.org", roles: [], createdAt: "2026-11-21T09:00:00Z" };
const json = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const fetchMock = vi.fn<typeof fetch>();
const bearerOf = (call: number) => new Headers(fetchMock.mock.calls[call]?.[1]?.headers).get("authorization");

beforeEach(() => {
  vi.stubGlobal("fetch", fetchMock.mockReset());
  signedIn({ user, accessToken: "first", expiresIn: 900 });
});
afterEach(() => {
  vi.unstubAllGlobals();
  reportReachable();
});

it("turns problem details into an error that knows code, fields and when to come back", async () => {
  fetchMock.mockResolvedValue(
    json({ detail: "Slow down.", code: "rate-limited", errors: { UserName: ["Taken."] } }, 429, { "retry-after": "7" }),
  );

  const error = await api("/me").catch((e: unknown) => e as ApiError);

  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 429, code: "rate-limited", message: "Slow down." });
  expect((error as ApiError).fieldErrors).toEqual({ userName: ["Taken."] });
  expect((error as ApiError).retryAt).toBeGreaterThan(Date.now() + 5_000);
});

it("refreshes once when a token is refused, and repeats the call", async () => {
  fetchMock
    .mockResolvedValueOnce(json({ code: "unauthorized" }, 401))
    .mockResolvedValueOnce(json({ user, accessToken: "second", expiresIn: 900 }))
    .mockResolvedValueOnce(json({ ok: true }));

  await expect(api("/me")).resolves.toEqual({ ok: true });

  expect(fetchMock.mock.calls.map(([url]) => url)).toEqual(["/api/v1/me", "/api/v1/auth/refresh", "/api/v1/me"]);
  expect([bearerOf(0), bearerOf(2)]).toEqual(["Bearer first", "Bearer second"]);
});

it("refreshes once for calls that fail at the same time", async () => {
  fetchMock.mockImplementation(async (url, init) => {
    if (url === "/api/v1/auth/refresh") return json({ user, accessToken: "second", expiresIn: 900 });
    return new Headers(init?.headers).get("authorization") === "Bearer second" ? json({ ok: true }) : json({}, 401);
  });
  const locks = { request: serially() };
  vi.stubGlobal("navigator", { ...navigator, locks });

  await Promise.all([api("/a"), api("/b"), api("/c")]);

  expect(fetchMock.mock.calls.filter(([url]) => url === "/api/v1/auth/refresh")).toHaveLength(1);
});

it("ends the session when the refresh is refused", async () => {
  fetchMock.mockImplementation(async () => json({ detail: "The session has ended." }, 401));

  await expect(api("/me")).rejects.toMatchObject({ status: 401 });

  expect(session.get()).toEqual({ state: "signed-out", expired: true });
});

it("keeps the session when the server is away", async () => {
  fetchMock.mockRejectedValue(new TypeError("Failed to fetch"));

  await expect(api("/me")).rejects.toMatchObject({ code: "network" });

  expect(session.get().state).toBe("signed-in");
});

/** What navigator.locks does with one name. */
function serially() {
  let last: Promise<unknown> = Promise.resolve();
  return (_: string, work: () => Promise<unknown>) => {
    last = last.then(work, work);
    return last;
  };
}
