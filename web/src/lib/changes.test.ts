import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Change, followChanges, onChange } from "./changes";
import { signedIn } from "./session";

const user = { id: "u1", userName: "ada", email: "ada@example.org", roles: [], createdAt: "2026-11-21T09:00:00Z" };
type Hear = (change: Change) => void;
let leads: { hear: Hear; signal: AbortSignal }[] = [];
const lead = (hear: Hear, signal: AbortSignal) => {
  leads.push({ hear, signal });
  return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
};
const leading = () => leads.filter(({ signal }) => !signal.aborted).length;
const stops: (() => void)[] = [];
const tab = () => {
  const stop = followChanges(lead);
  stops.push(stop);
  return stop;
};

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  signedIn({ user, accessToken: "token", expiresIn: 900 });
  leads = [];
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Locks as browsers have them: one holder, the others in line. */
function withLocks() {
  let line: Promise<unknown> = Promise.resolve();
  const request = (_: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) => {
    const mine = line.then(() => (signal.aborted ? undefined : work()));
    line = mine.catch(() => undefined);
    return mine;
  };
  vi.stubGlobal("navigator", { locks: { request } });
}
const withoutLocks = () => vi.stubGlobal("navigator", {});

it.each([
  ["locks", withLocks],
  ["a lease, where there are no locks", withoutLocks],
])("one tab of a browser holds the channel, and another takes it over: %s", async (_, prepare) => {
  prepare();
  const tabs = [tab(), tab(), tab()];
  await vi.advanceTimersByTimeAsync(5_000);
  expect(leading()).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(leading()).toBe(1);

  // Not known which of them it is: each leaves in turn until nobody is left.
  for (const [index, stop] of tabs.entries()) {
    stop();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(leading()).toBe(index === 2 ? 0 : 1);
  }
});

it("storage that keeps nothing leaves every tab on its own", async () => {
  withoutLocks();
  const blocked = () => {
    throw new Error("blocked");
  };
  vi.stubGlobal("localStorage", { getItem: blocked, setItem: blocked, removeItem: blocked });
  tab();
  tab();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(leading()).toBe(2);
});

it("listeners hear their kind, and everything", async () => {
  withLocks();
  tab();
  await vi.advanceTimersByTimeAsync(10);
  const heard: Change[] = [];
  const stop = onChange("note", (change) => heard.push(change));
  for (const kind of ["note", "folder", "everything"] as const) leads[0]?.hear({ kind, id: null });
  stop();
  leads[0]?.hear({ kind: "note", id: null });
  expect(heard.map(({ kind }) => kind)).toEqual(["note", "everything"]);
});

it("a tab nobody sees for long rests, and looks at everything when it is seen again", async () => {
  withLocks();
  tab();
  await vi.advanceTimersByTimeAsync(10);
  const heard: Change[] = [];
  const stop = onChange("any", (change) => heard.push(change));
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  expect(leading()).toBe(1);
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(leading()).toBe(0);

  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(10);
  stop();
  hidden.mockRestore();
  expect(leading()).toBe(1);
  expect(heard).toEqual([{ kind: "everything", id: null }]);
});
