import { beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/lib/query-client";
import { signedIn, signedOut } from "@/lib/session";
import { clearOnAccountChange } from "./account-change";

const as = (id: string) => {
  const user = { id, userName: id, email: `${id}@example.org`, roles: [], createdAt: "2026-11-21T09:00:00Z" };
  signedIn({ user, accessToken: `token-${id}`, expiresIn: 900 });
};

beforeEach(() => signedOut(false));

it("starts the page over when another person signs in, and not for the same one", () => {
  const startOver = vi.fn();
  clearOnAccountChange(startOver);

  as("ada");
  queryClient.setQueryData(["seen"], "by ada");
  signedOut(true);
  expect(queryClient.getQueryData(["seen"])).toBeUndefined();
  as("ada");
  expect(startOver).not.toHaveBeenCalled();

  signedOut(false);
  as("bob");
  expect(startOver).toHaveBeenCalledOnce();
});
