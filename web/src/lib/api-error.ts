import { sentenceOf } from "@/texts/problems";
import { text } from "@/texts/text";

/** A refused request: RFC 9457 problem details, or `code: "network"` when no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fieldErrors: Record<string, string[]> = {},
    /** When a new attempt makes sense (epoch milliseconds), from Retry-After. */
    readonly retryAt: number | null = null,
    readonly traceId: string | null = null,
    /** What else the problem says. */
    readonly members: Record<string, unknown> = {},
  ) {
    super(detail);
  }

  get isNetwork() {
    return this.code === "network";
  }
}

type Problem = {
  title?: string;
  detail?: string;
  code?: string;
  traceId?: string;
  errors?: Record<string, string[]>;
};

export async function toApiError(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const code = problem?.code ?? `http-${response.status}`;
  return new ApiError(
    response.status,
    code,
    sentenceOf({ code, message: problem?.detail ?? problem?.title ?? text.app.answered(response.status) }),
    lowerKeys(problem?.errors ?? {}),
    retryAt(response.headers.get("retry-after")),
    problem?.traceId ?? null,
    { ...problem },
  );
}

function retryAt(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  const at = Number.isFinite(seconds) ? Date.now() + seconds * 1000 : Date.parse(header);
  return Number.isNaN(at) ? null : at;
}

// Field names come as the server's property names; forms look them up in camel case.
const lowerKeys = (errors: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(errors).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]));
