// `npm test`: style, types, layers, unused code, unit, integration, contract and browser tests, in the order in which
// they fail fastest. Needs nothing but `npm ci`: the database comes with it and a browser is found or installed.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findOrInstallBrowser } from "./test/find-browser.mjs";

const root = path.join(import.meta.dirname, "..");
const reports = mkdtempSync(path.join(os.tmpdir(), "evenkeel-test-"));
const bin = (name) => path.join(root, "node_modules/.bin", name);
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
let current = null;

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    current?.kill("SIGTERM");
    process.exitCode = 130;
  });
}

try {
  await step("style", bin("biome"), ["ci", "--error-on-warnings", "."]);
  await step("types", bin("tsc"), ["--noEmit"]);
  await step("layers", process.execPath, ["scripts/check-layers.mjs"]);
  await step("unused", bin("knip"), []);
  await vitest("unit");
  await vitest("integration");
  await browserTests();
} finally {
  rmSync(reports, { recursive: true, force: true });
}

process.stdout.write(
  `\n${failures.length === 0 ? "All steps passed." : `Failed: ${failures.join(", ")}.`}\n`,
);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(failures.length === 0 && totals.passed > 0 ? 0 : 1);

async function step(name, command, args, environment = {}) {
  const startedAt = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const code = await new Promise((resolve) => {
    current = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...environment },
    });
    current.on("error", (error) => {
      process.stdout.write(`${name}: ${error.message}\n`);
      resolve(1);
    });
    current.on("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  process.stdout.write(
    `== ${name}: ${code === 0 ? "ok" : "FAILED"} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`,
  );
  if (code !== 0) failures.push(name);
}

async function vitest(project) {
  const report = path.join(reports, `${project}.json`);
  await step(project, bin("vitest"), [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return;
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
  count(numPassedTests, numFailedTests, numPendingTests);
}

async function browserTests() {
  const browser = await findOrInstallBrowser();
  if (!browser) {
    failures.push("browser (none found and none could be installed)");
    return;
  }
  const report = path.join(reports, "browser.json");
  await step("browser", bin("playwright"), ["test", "--reporter=list,json"], {
    EVENKEEL_BROWSER: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  if (!existsSync(report)) return;
  const { stats } = JSON.parse(readFileSync(report, "utf8"));
  // A test that passed only when repeated is not proof of anything.
  if (stats.flaky > 0) failures.push(`browser (${stats.flaky} flaky)`);
  count(stats.expected, stats.unexpected + stats.flaky, stats.skipped);
}

function count(passed, failed, skipped) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
}
