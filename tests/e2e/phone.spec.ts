import { firstNodeAddress, open, PAGES } from "./support/pages";
import { expect, test } from "./support/test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

for (const { name, address } of PAGES) {
  test(`${name} fits a phone`, async ({ page }) => {
    await open(page, address);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test("a phone leads from the bottom bar to a node", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Nodes" }).click();
  await expect(page).toHaveURL(/\/nodes$/);
  await open(page, await firstNodeAddress(page));
  await expect(page.getByRole("region", { name: "Score" })).toBeVisible();
});
