import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "./api-error";
import { reachable, reportReachable } from "./connection";
import { signedIn } from "./session";
import { upload } from "./upload";

const user = { id: "u1", userName: "ada", email: "ada@example.org", roles: [], createdAt: "2026-11-21T09:00:00Z" };
const file = new Blob(["hello"]);

/** A request that the test answers by hand. */
class Request {
  static made: Request[] = [];
  upload: { onprogress?: (event: object) => void } = {};
  headers: Record<string, string> = {};
  url = "";
  status = 0;
  responseText = "";
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;

  constructor() {
    Request.made.push(this);
  }

  open = (_: string, url: string) => {
    this.url = url;
  };
  setRequestHeader = (name: string, value: string) => {
    this.headers[name] = value;
  };
  getResponseHeader = () => null;
  send = vi.fn();
  abort = () => this.onabort?.();

  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
    this.onloadend?.();
  }
}

const last = async () => {
  await vi.waitFor(() => expect(Request.made.at(-1)?.send).toHaveBeenCalled());
  return Request.made.at(-1) as Request;
};

beforeEach(() => {
  Request.made = [];
  vi.stubGlobal("XMLHttpRequest", Request);
  signedIn({ user, accessToken: "first", expiresIn: 900 });
});
afterEach(() => {
  vi.unstubAllGlobals();
  reportReachable();
});

it("says how far it is and gives what the server answers", async () => {
  const parts: number[] = [];
  const done = upload<{ id: string }>("/attachments", file, {
    query: { name: "a & b.txt" },
    signal: new AbortController().signal,
    onProgress: (part) => parts.push(part),
  });
  const request = await last();

  request.upload.onprogress?.({ loaded: 1, total: 4, lengthComputable: true });
  request.answer(201, { id: "a1" });

  expect(await done).toEqual({ id: "a1" });
  expect(parts).toEqual([0.25]);
  expect(request.url).toBe("/api/v1/attachments?name=a+%26+b.txt");
  expect(request.headers.authorization).toBe("Bearer first");
});

it("gets a newer token when the first is refused, and sends again", async () => {
  const answer = { user, accessToken: "second", expiresIn: 900 };
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response(JSON.stringify(answer))));
  const done = upload("/attachments", file, { signal: new AbortController().signal, onProgress: () => undefined });
  (await last()).answer(401, { code: "unauthorized" });
  await vi.waitFor(() => expect(Request.made).toHaveLength(2));

  (await last()).answer(201, { id: "a2" });

  expect(await done).toEqual({ id: "a2" });
  expect(Request.made[1]?.headers.authorization).toBe("Bearer second");
});

it("turns a refusal into its code, and a lost connection into the watch for it", async () => {
  const how = () => ({ signal: new AbortController().signal, onProgress: () => undefined });
  const refused = upload("/attachments", file, how()).catch((error: unknown) => error);
  (await last()).answer(400, { code: "file-empty", detail: "The file is empty." });
  expect(await refused).toMatchObject({ status: 400, code: "file-empty", message: "The file is empty." });

  const lost = upload("/attachments", file, how()).catch((error: unknown) => error);
  await vi.waitFor(() => expect(Request.made).toHaveLength(2));
  (await last()).onerror?.();
  const error = await lost;
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).isNetwork).toBe(true);
  expect(reachable.get()).toBe(false);
});

it("ends with the reason when it is called off", async () => {
  const stop = new AbortController();
  const done = upload("/attachments", file, { signal: stop.signal, onProgress: () => undefined });
  await last();

  stop.abort();

  await expect(done).rejects.toBe(stop.signal.reason);
});
