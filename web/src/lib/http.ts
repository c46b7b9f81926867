import { text } from "@/texts/text";
import { ApiError, toApiError } from "./api-error";
import { reportReachable, reportUnreachable } from "./connection";
import { freshly } from "./fresh";
import { currentToken, refresh } from "./session";
import { utcOffset } from "./time-zone";

type Options = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** A list is the same name several times. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined> | undefined;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
};
export type Page<T> = { items: T[]; next: string | null };

const BASE = "/api/v1";
const PATIENCE = 30_000;

/** Calls the API and reads its JSON; anything but success is an ApiError. */
export const api = <T = void>(path: string, options: Options = {}): Promise<T> => freshly(() => call<T>(path, options));

async function call<T>(path: string, options: Options): Promise<T> {
  const timeout = AbortSignal.timeout(PATIENCE);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await send(path, { ...options, signal });
  return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
}

/** The same call for an answer that is read piece by piece; it has no time limit. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  const used = currentToken();
  const response = await attempt(path, options, used);
  if (response.status !== 401 || !used) return checked(response);
  if (!(await refresh(used))) return checked(response);
  return checked(await attempt(path, options, currentToken()));
}

async function attempt(path: string, options: Options, token: string | null): Promise<Response> {
  const headers = new Headers(options.headers);
  // A system prompt may ask for the time; the server does not know the reader's clock.
  headers.set("utc-offset", String(utcOffset()));
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (options.body !== undefined) headers.set("content-type", "application/json");
  try {
    const response = await fetch(BASE + path + toQuery(options.query), {
      method: options.method ?? "GET",
      headers,
      credentials: "same-origin",
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
    reportReachable();
    return response;
  } catch (error) {
    if (options.signal?.aborted && (options.signal.reason as Error | null)?.name !== "TimeoutError") throw error;
    reportUnreachable();
    throw new ApiError(0, "network", text.app.unreachableTitle);
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw await toApiError(response);
}

function toQuery(query: Options["query"]): string {
  const set = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [key, String(one)]),
  );
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}
