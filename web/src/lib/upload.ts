import { text } from "@/texts/text";
import { ApiError, toApiError } from "./api-error";
import { reportReachable, reportUnreachable } from "./connection";
import { currentToken, refresh } from "./session";

type Options = {
  query?: Record<string, string> | undefined;
  signal: AbortSignal;
  /** From 0 to 1, of the bytes that have left. */
  onProgress: (part: number) => void;
};

const BASE = "/api/v1";

/** Sends a file. Unlike `send` it says how far it is, which fetch cannot; it has no time limit either. */
export async function upload<T = void>(path: string, file: Blob, options: Options): Promise<T> {
  const used = currentToken();
  let response = await attempt(path, file, options, used);
  if (response.status === 401 && used && (await refresh(used)))
    response = await attempt(path, file, options, currentToken());
  if (!response.ok) throw await toApiError(response);
  const body = await response.text();
  return (body ? JSON.parse(body) : undefined) as T;
}

function attempt(path: string, file: Blob, { query, signal, onProgress }: Options, token: string | null) {
  return new Promise<Response>((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open("POST", `${BASE}${path}${query ? `?${new URLSearchParams(query)}` : ""}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    if (token) request.setRequestHeader("authorization", `Bearer ${token}`);
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total);
    };
    request.onload = () => {
      reportReachable();
      resolve(responseOf(request));
    };
    request.onabort = () => reject(signal.reason);
    request.onerror = () => {
      reportUnreachable();
      reject(new ApiError(0, "network", text.app.unreachableTitle));
    };
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.send(file);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const retry = request.getResponseHeader("retry-after");
  const body = request.status === 204 ? null : request.responseText;
  return new Response(body, { status: request.status, headers: retry ? { "retry-after": retry } : {} });
}
