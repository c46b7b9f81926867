import { expect, it, vi } from "vitest";
import { ApiError } from "./api-error";
import { asking, freshly } from "./fresh";

const refusal = () => new ApiError(403, "fresh-login-required", "Prove it");

it("does it again, once, after the proof", async () => {
  const work = vi.fn().mockRejectedValueOnce(refusal()).mockResolvedValueOnce("done");
  const doing = freshly(work);
  await vi.waitFor(() => expect(asking.get()).not.toBeNull());
  asking.get()?.settle(true);
  expect(await doing).toBe("done");
  expect(work).toHaveBeenCalledTimes(2);
  expect(asking.get()).toBeNull();
});

it("asks once for several that wait, and gives up with all of them", async () => {
  const first = freshly(() => Promise.reject(refusal()));
  const second = freshly(() => Promise.reject(refusal()));
  await vi.waitFor(() => expect(asking.get()).not.toBeNull());
  asking.get()?.settle(false);
  for (const doing of [first, second]) await expect(doing).rejects.toMatchObject({ code: "fresh-login-required" });
});

it("leaves every other refusal as it is", async () => {
  await expect(freshly(() => Promise.reject(new ApiError(403, "forbidden", "No")))).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(asking.get()).toBeNull();
});
