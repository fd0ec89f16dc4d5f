import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { detailPages, open, PAGES } from "./support/pages";
import { expect, test } from "./support/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

declare global {
  interface Window {
    axe: { run: (options: RunOptions) => Promise<AxeResults> };
  }
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  // Evaluated through the debugger, so the page's own content security policy stays as it is.
  await page.evaluate(axeSource);
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

for (const theme of ["dark", "light"] as const) {
  test.describe(`in ${theme}`, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((chosen) => localStorage.setItem("theme", chosen), theme);
      await page.emulateMedia({ reducedMotion: "reduce" });
    });

    for (const { name, address } of PAGES) {
      test(`${name} has no accessibility violation`, async ({ page }) => {
        await open(page, address);
        expect(await violationsOf(page)).toEqual([]);
      });
    }

    for (const name of ["node", "guest", "cluster"]) {
      test(`a ${name} has no accessibility violation`, async ({ page }) => {
        const wanted = (await detailPages(page)).find((candidate) => candidate.name === name);
        await open(page, wanted?.address ?? "");
        await expect(page.getByRole("region", { name: "CPU" })).toBeVisible();
        expect(await violationsOf(page)).toEqual([]);
      });
    }

    test("a guest's panel and the palette have no accessibility violation", async ({ page }) => {
      await open(page, "/guests");
      await page.locator("[data-guest-name]").first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
    });

    test("the dialogs have no accessibility violation", async ({ page }) => {
      await open(page, "/settings/connections");
      await page.getByRole("button", { name: "Add cluster" }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
    });

    test("the sign-in has no accessibility violation", async ({ page }) => {
      await page.context().clearCookies();
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      expect(await violationsOf(page)).toEqual([]);
    });
  });
}
