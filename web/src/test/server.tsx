import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { signedIn } from "@/lib/session";

type Call = { method: string; path: string; query: URLSearchParams; body: unknown };
type Answer = object | { status: number; body?: unknown } | undefined;
export type Routes = Record<string, (call: Call) => Answer>;

/** Answers fetch by "METHOD /path", as the server would; what was asked is kept. */
export function stubServer(routes: Routes): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://server");
    const call = {
      method: init.method ?? "GET",
      path: url.pathname.replace("/api/v1", ""),
      query: url.searchParams,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
    };
    calls.push(call);
    const answer = routes[`${call.method} ${call.path}`]?.(call) ?? { status: 404, body: { detail: "Not stubbed." } };
    const { status = 200, body = answer } = answer as { status?: number; body?: unknown };
    return status === 204 ? new Response(null, { status }) : Response.json(body, { status });
  });
  return calls;
}

export function signInAs(...roles: string[]) {
  const user = { id: "u1", userName: "ada", email: "ada@example.org", roles, createdAt: "2026-11-21T09:00:00Z" };
  signedIn({ user, accessToken: "token", expiresIn: 900 });
}

export function show(page: ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(<QueryClientProvider client={client}>{page}</QueryClientProvider>);
}
