import { useState } from "react";
import { announce } from "./announcer";
import { ApiError } from "./api-error";

/** Sends a form once at a time; what was refused is known by field, the rest as one problem. */
export function useSubmit() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const run = async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      if (done) announce(done);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  // A field inside another comes as "limits.TokensPerMinute", an entry of a list as "models[0]".
  const isOf = (path: string, field: string) =>
    path.replace(/\[.*/, "").split(".").at(-1)?.toLowerCase() === field.toLowerCase();
  const errorOf = (field: string) => {
    const found = Object.entries(problem?.fieldErrors ?? {}).filter(([path]) => isOf(path, field));
    return found.length > 0 ? found.flatMap(([, errors]) => errors).join(" ") : undefined;
  };
  return { run, busy, problem, errorOf };
}
