// What failed, out of the reports of vitest and Playwright, as lines that tell the test and why.
import { stripVTControlCharacters } from "node:util";

const LINES_OF_A_REASON = 6;
const MOST_TESTS = 7;

/** Of vitest's JSON report: a test that failed, or a file that could not be run. */
export function failedOfVitest({ testResults }, root) {
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(`${root}/`, "");
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && status === "failed") return [{ title: file, reason: message ?? "" }];
    return failed.map(({ fullName, failureMessages }) => ({
      title: `${file} > ${fullName}`,
      reason: failureMessages.join("\n"),
    }));
  });
  return linesOf(failures);
}

/** Of Playwright's JSON report. */
export function failedOfPlaywright(report) {
  const failures = report.suites.flatMap((suite) => failedIn(suite, ""));
  for (const { message } of report.errors ?? [])
    failures.push({ title: "outside of the tests", reason: message });
  return linesOf(failures);
}

function failedIn(suite, above) {
  const here = suite.title === suite.file ? above : `${above} > ${suite.title}`;
  const own = (suite.specs ?? [])
    .filter(({ tests }) => tests.some(({ status }) => status === "unexpected" || status === "flaky"))
    .map(({ file, line, title, tests }) => ({
      title: `tests/e2e/${file}:${line}${here} > ${title}`,
      reason: tests
        .flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")))
        .join("\n"),
    }));
  return [...own, ...(suite.suites ?? []).flatMap((child) => failedIn(child, here))];
}

function linesOf(failures) {
  const shown = failures.slice(0, MOST_TESTS).flatMap(({ title, reason }) => [
    `- ${title}`,
    ...stripVTControlCharacters(reason)
      .split("\n")
      .filter((line) => line.trim() !== "" && !/node_modules|at new Promise/.test(line))
      .slice(0, LINES_OF_A_REASON)
      .map((line) => `    ${line.slice(0, 200)}`),
  ]);
  const more = failures.length - MOST_TESTS;
  return more > 0 ? [...shown, `- and ${more} more, see above`] : shown;
}
