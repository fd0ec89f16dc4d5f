import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { detailPages, open, PAGES } from "./support/pages";
import { parts } from "./support/parts";
import { expect, test } from "./support/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  interface Window {
    axe: { run: (options: RunOptions) => Promise<AxeResults> };
  }
}

async function violationsNow(page: Page): Promise<readonly string[]> {
  const results = await page.evaluate(() =>
    window.axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

test.beforeEach(async ({ page }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => localStorage.setItem("theme", "system"));
  await page.emulateMedia({ reducedMotion: "reduce" });
});

/** Looks at what is shown in both themes. */
async function expectNoViolation(page: Page, name: string): Promise<void> {
  // Evaluated through the debugger, so the page's own content security policy stays as it is.
  await page.evaluate(axeSource);
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toContainClass(theme);
    expect.soft(await violationsNow(page), `${name}, ${theme}`).toEqual([]);
  }
}

for (const part of parts(PAGES, 5)) {
  test(`no accessibility violation: ${part.map(({ name }) => name).join(", ")}`, async ({ page }) => {
    for (const { name, address } of part) {
      await open(page, address);
      await expectNoViolation(page, name);
    }
  });
}

test("no accessibility violation: a node, a guest, a cluster", async ({ page }) => {
  for (const { name, address } of await detailPages(page)) {
    await open(page, address);
    await expect(page.getByRole("region", { name: "CPU" })).toBeVisible();
    await expectNoViolation(page, name);
  }
});

test("a guest's panel and the palette have no accessibility violation", async ({ page }) => {
  await open(page, "/guests");
  await page.locator("[data-guest-name]").first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolation(page, "panel");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolation(page, "palette");
});

test("the dialogs have no accessibility violation", async ({ page }) => {
  await open(page, "/settings/connections");
  await page.getByRole("button", { name: "Add cluster" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolation(page, "add a cluster");
});

test.describe("a stranger", () => {
  test.use({ person: null });

  test("meets a sign-in without an accessibility violation", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectNoViolation(page, "sign-in");
  });
});
