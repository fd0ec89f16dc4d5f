import { test as base, expect } from "@playwright/test";
import { ADMIN, type Person, storedState } from "./people";
import { watchProblems } from "./problems";
import type { ServerName } from "./servers";
import { choosesTheme } from "./theme";

export interface Options {
  /** The Evenkeel that the test meets; the project says it. */
  server: ServerName;
  /** Who is signed in; null: nobody. */
  person: Person | null;
  /** What the person has chosen; null: nothing yet. */
  theme: "dark" | "light" | "system" | null;
  /** What a test provokes on purpose, such as a refused form. */
  expectedProblems: RegExp | null;
}

/** A page that fails its test for any console error, exception or failed request that was not provoked. */
export const test = base.extend<Options>({
  server: ["console", { option: true }],
  person: [ADMIN, { option: true }],
  theme: [null, { option: true }],
  expectedProblems: [null, { option: true }],
  storageState: ({ server, person }, use) =>
    use(person ? storedState(person, server) : { cookies: [], origins: [] }),
  page: async ({ page, context, theme, expectedProblems }, use) => {
    const problems = watchProblems(context);
    if (theme) await choosesTheme(context, theme);
    await use(page);
    const unexpected = problems.filter((problem) => !expectedProblems?.test(problem));
    expect(unexpected, "problems in the browser").toEqual([]);
  },
});

export { expect };
