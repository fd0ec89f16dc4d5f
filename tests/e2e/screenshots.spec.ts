import path from "node:path";
import { inCombination, titleOf } from "./support/combinations";
import { detailPages, open, PAGES } from "./support/pages";
import { expect, test } from "./support/test";

const folder = process.env.EVENKEEL_SCREENSHOTS;

test.skip(!folder, "only when EVENKEEL_SCREENSHOTS names a folder");

for (const theme of ["dark", "light"] as const) {
  for (const width of [1440, 390] as const) {
    const combination = { role: "admin", width, theme } as const;
    test.describe(titleOf(combination), () => {
      test.use(inCombination(combination));

      test("photographs every page", async ({ page }) => {
        test.setTimeout(900_000);
        for (const { name, address } of [...PAGES, ...(await detailPages(page))]) {
          await open(page, address);
          await expect(page.locator(".skeleton")).toHaveCount(0);
          // Sparklines and charts draw what they read after the page is there.
          await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
          await page.screenshot({ path: path.join(folder ?? "", `${name}-${width}-${theme}.png`) });
        }
      });
    });
  }
}
