// `npm test`: style, types, layers, unused code, unit, integration, contract and browser tests. What computes runs beside
// what waits. Needs nothing but `npm ci`: the database comes with it and a browser is found or installed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { failedOfPlaywright, failedOfVitest } from "./test/failed-tests.mjs";
import { findOrInstallBrowser } from "./test/find-browser.mjs";
import { runStep, stopSteps } from "./test/step.mjs";

const root = path.join(import.meta.dirname, "..");
const reports = mkdtempSync(path.join(os.tmpdir(), "evenkeel-test-"));
const bin = (name) => path.join(root, "node_modules/.bin", name);
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Names of the steps that failed, each with what to read first. */
const failures = new Map();

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopSteps();
    process.exit(130);
  });
}

try {
  await Promise.all([checks(), vitest("unit", { live: false })]);
  const [isBuilt] = await Promise.all([
    step("build", process.execPath, ["scripts/start.mjs", "--prepare"], { live: false }),
    vitest("integration"),
  ]);
  if (isBuilt) await browserTests();
} finally {
  rmSync(reports, { recursive: true, force: true });
}

for (const [name, lines] of failures) process.stdout.write(`\n== FAILED: ${name}\n${lines.join("\n")}\n`);
process.stdout.write(
  `\n${failures.size === 0 ? "All steps passed." : `Failed: ${[...failures.keys()].join(", ")}.`}\n`,
);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(failures.size === 0 && totals.passed > 0 ? 0 : 1);

async function checks() {
  await step("style", bin("biome"), ["ci", "--error-on-warnings", "."], { live: false });
  await step("types", bin("tsc"), ["--noEmit"], { live: false });
  await step("layers", process.execPath, ["scripts/check-layers.mjs"], { live: false });
  await step("unused", bin("knip"), [], { live: false });
}

async function step(name, command, args, { env = {}, live = true, failed = () => [] } = {}) {
  const { ok, lastLines } = await runStep({
    name,
    command,
    args,
    live,
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (ok) return true;
  const tests = failed();
  failures.set(name, tests.length > 0 ? tests : lastLines);
  return false;
}

async function vitest(project, { live = true } = {}) {
  const report = path.join(reports, `${project}.json`);
  const args = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  await step(project, bin("vitest"), args, {
    live,
    failed: () => (existsSync(report) ? failedOfVitest(readReport(report), root) : []),
  });
  if (!existsSync(report)) return;
  const { numPassedTests, numFailedTests, numPendingTests } = readReport(report);
  count(numPassedTests, numFailedTests, numPendingTests);
}

async function browserTests() {
  const browser = await findOrInstallBrowser();
  if (!browser) {
    failures.set("browser", ["No Chromium was found and none could be installed."]);
    return;
  }
  const report = path.join(reports, "browser.json");
  await step("browser", bin("playwright"), ["test", "--reporter=list,json"], {
    env: { EVENKEEL_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    failed: () => (existsSync(report) ? failedOfPlaywright(readReport(report)) : []),
  });
  if (!existsSync(report)) return;
  const { stats } = readReport(report);
  // A test that passed only when repeated is not proof of anything.
  if (stats.flaky > 0)
    failures.set("browser", [`${stats.flaky} flaky`, ...failedOfPlaywright(readReport(report))]);
  count(stats.expected, stats.unexpected + stats.flaky, stats.skipped);
}

function readReport(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function count(passed, failed, skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}
