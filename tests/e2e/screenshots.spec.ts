import path from "node:path";
import { detailPages, open, PAGES } from "./support/pages";
import { expect, test } from "./support/test";

const folder = process.env.EVENKEEL_SCREENSHOTS;

test.skip(!folder, "only when EVENKEEL_SCREENSHOTS names a folder");

for (const theme of ["dark", "light"] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`every page is photographed, ${theme}, ${viewport.width} px`, async ({ page }) => {
      test.setTimeout(240_000);
      await page.setViewportSize(viewport);
      await page.addInitScript((chosen) => localStorage.setItem("theme", chosen), theme);
      for (const { name, address } of [...PAGES, ...(await detailPages(page))]) {
        await open(page, address);
        await expect(page.locator(".skeleton")).toHaveCount(0);
        // Sparklines and charts draw what they read after the page is there.
        await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
        await page.screenshot({ path: path.join(folder ?? "", `${name}-${viewport.width}-${theme}.png`) });
      }
    });
  }
}
