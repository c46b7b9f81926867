// Adds up what the suites of ./test left behind: tests, and the lines of src that any of them reached.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { failed } from "./failed.mjs";

const root = join(import.meta.dirname, "..");
const results = process.argv[2];
const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean);

const counters = {
  trx(text) {
    const counts = Object.fromEntries([...(/<Counters ([^>]*)>/.exec(text)?.[1] ?? "").matchAll(/(\w+)="(\d+)"/g)].map(([, name, value]) => [name, Number(value)]));
    return { passed: counts.passed, failed: counts.executed - counts.passed, skipped: counts.total - counts.executed };
  },
  vitest: (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + (report.numTodoTests ?? 0) }),
  playwright: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
};

/** Browser tests that passed at the second try only. */
const flaky = (suite) => [
  ...(suite.suites ?? []).flatMap(flaky),
  ...(suite.specs ?? []).filter(({ tests }) => tests.some(({ status }) => status === "flaky")).map(({ title }) => title),
];

/** Those of a first run that failed there and passed in the second. */
function flakyInTrx(first, file) {
  const second = join(dirname(file), "again", "again.trx");
  if (!existsSync(second)) return [];
  const text = readFileSync(second, "utf8");
  const still = new Set(failed(text).map(({ name }) => name));
  return failed(first).filter(({ name }) => text.includes(`testName="${name}"`) && !still.has(name));
}

function count(file) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".trx")) {
    const counts = counters.trx(text);
    const again = flakyInTrx(text, file);
    for (const { name, message } of again) console.log(`FLAKY: ${name}: ${message}`);
    return { ...counts, passed: counts.passed + again.length, failed: counts.failed - again.length };
  }
  const report = JSON.parse(text);
  if (!report.stats) return counters.vitest(report);
  for (const title of flaky(report)) console.log(`FLAKY: ${title}`);
  return counters.playwright(report);
}

function coverage() {
  const files = new Map();
  for (const report of readdirSync(results, { recursive: true }).filter((name) => name.endsWith("coverage.cobertura.xml"))) {
    const text = readFileSync(join(results, report), "utf8");
    const sources = ["/", ...[...text.matchAll(/<source>([^<]*)<\/source>/g)].map(([, folder]) => folder)];
    for (const [, name, body] of text.matchAll(/<class [^>]*?filename="([^"]+)"[^>]*>([\s\S]*?)<\/class>/g)) {
      const path = sources.map((folder) => relative(root, join(folder, name))).find((candidate) => candidate.startsWith("src/") && existsSync(join(root, candidate)));
      if (!path) continue;
      const hits = files.get(path) ?? files.set(path, new Map()).get(path);
      for (const [, line, hit] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) hits.set(line, hits.get(line) || hit !== "0");
    }
  }
  const projects = new Map();
  for (const [path, hits] of files) {
    const project = path.split("/")[1];
    const sum = projects.get(project) ?? projects.set(project, { reached: 0, all: 0 }).get(project);
    for (const reached of hits.values()) {
      sum.all++;
      if (reached) sum.reached++;
    }
  }
  return projects;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const problems = lines(join(results, "failed-steps")).map((step) => `${step} failed`);

for (const [name, file] of lines(join(results, "suites")).map((line) => line.split(" "))) {
  const found = existsSync(file) ? count(file) : undefined;
  if (!found || !(found.passed + found.failed > 0)) {
    problems.push(`${name} left no result`);
    continue;
  }
  for (const kind of Object.keys(total)) total[kind] += found[kind];
  console.log(`  ${name}: ${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`);
}

const percent = ({ reached, all }) => `${((100 * reached) / all).toFixed(1)} % of ${all} lines`;
const projects = coverage();
for (const [name, sum] of [...projects].sort()) console.log(`  ${basename(name)}: ${percent(sum)}`);
if (projects.size === 0) problems.push("no coverage was measured");
for (const problem of problems) console.log(`PROBLEM: ${problem}`);

const whole = [...projects.values()].reduce((sum, one) => ({ reached: sum.reached + one.reached, all: sum.all + one.all }), { reached: 0, all: 0 });
console.log(`Coverage of src: ${percent(whole)}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = problems.length > 0 || total.failed > 0 ? 1 : 0;
