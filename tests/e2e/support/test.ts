import { test as base, expect } from "@playwright/test";
import { ADMIN, type Person, storedState } from "./people";
import type { ServerName } from "./servers";

export interface Options {
  /** The Evenkeel that the test meets; the project says it. */
  server: ServerName;
  /** Who is signed in; null: nobody. */
  person: Person | null;
  /** What a test provokes on purpose, such as a refused form. */
  expectedProblems: RegExp | null;
}

/** A page that fails its test for any console error, exception or failed request that was not provoked. */
export const test = base.extend<Options>({
  server: ["console", { option: true }],
  person: [ADMIN, { option: true }],
  expectedProblems: [null, { option: true }],
  storageState: ({ server, person }, use) =>
    use(person ? storedState(person, server) : { cookies: [], origins: [] }),
  page: async ({ page, expectedProblems }, use) => {
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // Leaving a page ends its stream and its reads.
      if (reason !== "net::ERR_ABORTED") problems.push(`failed: ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) problems.push(`answer: ${response.status()} ${response.url()}`);
    });
    await use(page);
    const unexpected = problems.filter((problem) => !expectedProblems?.test(problem));
    expect(unexpected, "problems in the browser").toEqual([]);
  },
});

export { expect };
