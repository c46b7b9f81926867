// What failed in the results of `dotnet test`. Run by itself: prints the filter that runs those tests once more, or fails where
// there are none or so many that chance is no explanation.
import { readFileSync } from "node:fs";

const most = 5;

/** @returns {{ name: string, message: string }[]} */
export function failed(trx) {
  return [...trx.matchAll(/<UnitTestResult ([^>]*outcome="Failed"[^>]*)>([\s\S]*?)<\/UnitTestResult>/g)].map(([, attributes, body]) => ({
    name: /testName="([^"]*)"/.exec(attributes)[1],
    message: (/<Message>\s*([^\n<]*)/.exec(body)?.[1] ?? "").trim(),
  }));
}

if (process.argv[1] === import.meta.filename) {
  const trx = readFileSync(process.argv[2], "utf8");
  const methods = [...new Set(failed(trx).map(({ name }) => name.replace(/\(.*/s, "")))];
  // A run that broke off says so here; what came after that was not run.
  const broke = [...trx.matchAll(/<RunInfo [^>]*outcome="Error"[^>]*>\s*<Text>([^<]*)/g)].some(([, text]) => !text.trimEnd().endsWith("[FAIL]"));
  if (broke) process.exit(1);
  if (methods.length === 0 || methods.length > most) process.exit(1);
  console.log(methods.map((method) => `FullyQualifiedName=${method}`).join("|"));
}
