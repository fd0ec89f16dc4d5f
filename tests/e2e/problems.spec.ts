import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { open } from "./support/pages";
import { watchProblems } from "./support/problems";
import { expect, test } from "./support/test";

test.use({ expectedProblems: /./ });

test("whatever goes wrong in a page is a problem of its test", async ({ page, context }) => {
  const problems = watchProblems(context);
  await open(page, "/account");
  expect(problems).toEqual([]);
  await page.route("**/unreachable", (route) => route.abort("connectionrefused"));
  await page.evaluate(async () => {
    const { console: shown } = window;
    shown.error("something is wrong");
    setTimeout(() => {
      throw new Error("nobody caught this");
    });
    await fetch("/api/v1/moves/not-an-id");
    await fetch("/unreachable").catch(() => undefined);
  });
  for (const problem of [
    /^console: something is wrong/,
    /^exception: nobody caught this/,
    /^answer: 4\d\d .*not-an-id/,
    /^failed: .*unreachable net::ERR_CONNECTION_REFUSED/,
  ]) {
    await expect.poll(() => problems.filter((line) => problem.test(line))).toHaveLength(1);
  }
});

test("every browser test is held to that", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(spec|setup)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(20);
  const free = files.filter((file) => {
    const text = readFileSync(path.join(import.meta.dirname, file), "utf8");
    const isOwn = /import \{[^}]*\btest\b[^}]*\} from "@playwright\/test"/.test(text);
    return isOwn || (text.includes(".newContext(") && !text.includes("watchProblems("));
  });
  expect(free).toEqual([]);
});
