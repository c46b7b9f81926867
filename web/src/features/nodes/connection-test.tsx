import { CircleCheck } from "lucide-react";
import { useRef, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/lib/announcer";
import { manage } from "@/texts/manage";
import type { NodeTest } from "./api";

type Result =
  | { state: "none" }
  | { state: "busy" }
  | { state: "done"; test: NodeTest }
  | { state: "failed"; why: string };

/** Asks a node whether it can be used, as it is typed. */
export function useConnectionTest() {
  const [result, setResult] = useState<Result>({ state: "none" });
  const latest = useRef(0);
  const run = async (ask: () => Promise<NodeTest>) => {
    const mine = ++latest.current;
    setResult({ state: "busy" });
    // What was typed meanwhile is another node: its answer is not this one's.
    const show = (next: Result) => mine === latest.current && setResult(next);
    try {
      const test = await ask();
      show({ state: "done", test });
      if (test.reachable) announce(manage.nodes.testOk(test.version ?? "", test.models.length));
    } catch (error) {
      show({ state: "failed", why: error instanceof Error ? error.message : String(error) });
    }
  };
  const forget = () => {
    latest.current++;
    setResult({ state: "none" });
  };
  return { result, run, forget, busy: result.state === "busy" };
}

export function ConnectionTest({ test: { result } }: { test: ReturnType<typeof useConnectionTest> }) {
  const t = manage.nodes;
  if (result.state === "failed") return <Notice tone="danger">{result.why}</Notice>;
  if (result.state !== "done") return null;
  const { reachable, version, warning, models, error } = result.test;
  if (!reachable)
    return (
      <Notice tone="danger">
        <strong className="font-semibold">{t.testFailed}</strong> {error}
      </Notice>
    );
  const names = models.map((model) => model.name);
  return (
    <div className="space-y-2">
      <p className="flex items-start gap-2 text-sm font-medium text-primary">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t.testOk(version ?? "", names.length)}
      </p>
      {names.length > 0 && (
        <p className="line-clamp-3 text-sm text-muted-foreground [overflow-wrap:anywhere]">{names.join(", ")}</p>
      )}
      {warning && <Notice tone="signal">{warning}</Notice>}
    </div>
  );
}
