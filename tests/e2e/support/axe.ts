import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { isFull } from "./combinations";
import { expect } from "./test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A menu lies over the page, in none of its regions. */
const MENU = /^<div data-radix-popper-/;
const PHONE = { width: 390, height: 844 } as const;
const DESKTOP = { width: 1440, height: 900 } as const;
type Theme = "dark" | "light";

/** Every width and every theme; with `npm run test:journeys` each in each. */
const LOOKS: readonly {
  readonly screen: typeof PHONE | typeof DESKTOP;
  readonly themes: readonly Theme[];
}[] = isFull
  ? [PHONE, DESKTOP].map((screen) => ({ screen, themes: ["light", "dark"] }))
  : [
      { screen: PHONE, themes: ["light"] },
      { screen: DESKTOP, themes: ["dark"] },
    ];

declare global {
  interface Window {
    axe: { run: (options: RunOptions) => Promise<AxeResults> };
  }
}

async function violationsNow(page: Page): Promise<readonly string[]> {
  const results = await page.evaluate(
    (runOnly) => window.axe.run({ runOnly, resultTypes: ["violations"] }),
    STANDARDS,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== "region" || !MENU.test(html))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

/** As if the theme had been chosen in another window. */
async function chooseTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((newValue) => {
    localStorage.setItem("theme", newValue);
    window.dispatchEvent(new StorageEvent("storage", { key: "theme", newValue, storageArea: localStorage }));
  }, theme);
  await expect(page.locator("html")).toContainClass(theme);
}

/** What is shown has no violation of WCAG 2.2 AA, in neither theme. The theme is left as it was. */
export async function expectAccessible(
  page: Page,
  name: string,
  themes: readonly Theme[] = ["light", "dark"],
): Promise<void> {
  // A fading is neither of its two colours.
  await page.emulateMedia({ reducedMotion: "reduce" });
  // Evaluated through the debugger, so the page's own content security policy stays as it is.
  await page.evaluate(axeSource);
  const width = page.viewportSize()?.width;
  const chosen = await page.evaluate(() => localStorage.getItem("theme"));
  for (const theme of themes) {
    await chooseTheme(page, theme);
    expect.soft(await violationsNow(page), `${name} at ${width} px, ${theme}`).toEqual([]);
  }
  await chooseTheme(page, chosen === "light" ? "light" : "dark");
}

/** The same on a phone, where nothing may be wider than the screen, and on a desktop. The page is left as wide as it was. */
export async function expectAccessibleEverywhere(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const { screen, themes } of LOOKS) {
    await page.setViewportSize(screen);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `${name} is wider than ${screen.width} px`).toBeLessThanOrEqual(0);
    await expectAccessible(page, name, themes);
  }
  if (before) await page.setViewportSize(before);
}
